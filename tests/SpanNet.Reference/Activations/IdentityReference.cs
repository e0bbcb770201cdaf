namespace SpanNet.Reference.Activations;

public static class IdentityReference
{
    public static double Value(double x) => x;

    public static double Derivative(double _) => 1.0;
}
