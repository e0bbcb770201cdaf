namespace SpanNet.Reference.Activations;

public static class TanhReference
{
    public static double Value(double x) => Math.Tanh(x);

    public static double Derivative(double x) => 1.0 / Math.Pow(Math.Cosh(x), 2.0);
}
