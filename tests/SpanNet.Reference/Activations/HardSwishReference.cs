namespace SpanNet.Reference.Activations;

public static class HardSwishReference
{
    public static double Value(double x) => x * Math.Clamp(x + 3.0, 0.0, 6.0) / 6.0;

    public static double Derivative(double x) =>
        x < -3.0 ? 0.0
        : x < 3.0 ? (x / 3.0) + 0.5
        : 1.0;
}
