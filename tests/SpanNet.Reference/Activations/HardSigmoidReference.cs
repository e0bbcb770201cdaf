namespace SpanNet.Reference.Activations;

public static class HardSigmoidReference
{
    public static double Value(double x) => Math.Clamp(x + 3.0, 0.0, 6.0) / 6.0;

    public static double Derivative(double x) => x > -3.0 && x < 3.0 ? 1.0 / 6.0 : 0.0;
}
