namespace SpanNet.Reference.Activations;

public static class ReLUReference
{
    public static double Value(double x) => x > 0 ? x : 0.0;

    public static double Derivative(double x) => x > 0 ? 1.0 : 0.0;
}
