namespace SpanNet.Reference.Activations;

public static class MishReference
{
    public static double Value(double x) => x * Math.Tanh(SoftplusReference.Value(x));

    public static double Derivative(double x) =>
        Math.Tanh(SoftplusReference.Value(x)) + (x * TanhReference.Derivative(SoftplusReference.Value(x)) * SigmoidReference.Value(x));
}
