namespace SpanNet.Reference.Activations;

public static class SigmoidReference
{
    public static double Value(double x) => 1.0 / (1.0 + Math.Exp(-x));

    public static double Derivative(double x) => Math.Exp(-Math.Abs(x)) / Math.Pow(1.0 + Math.Exp(-Math.Abs(x)), 2.0);
}
