namespace SpanNet.Reference.Activations;

public static class SoftplusReference
{
    public static double Value(double x) => Math.Max(x, 0.0) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(x)));

    public static double Derivative(double x) => SigmoidReference.Value(x);
}
