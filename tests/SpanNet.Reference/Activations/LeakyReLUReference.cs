namespace SpanNet.Reference.Activations;

public static class LeakyReLUReference
{
    public static double Value(double x, double slope) => x > 0 ? x : slope * x;

    public static double Derivative(double x, double slope) => x > 0 ? 1.0 : slope;
}
