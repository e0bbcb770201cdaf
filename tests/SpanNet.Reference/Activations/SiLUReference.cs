namespace SpanNet.Reference.Activations;

public static class SiLUReference
{
    public static double Value(double x) => x * SigmoidReference.Value(x);

    public static double Derivative(double x) => SigmoidReference.Value(x) + (x * SigmoidReference.Derivative(x));
}
