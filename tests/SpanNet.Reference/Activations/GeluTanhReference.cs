namespace SpanNet.Reference.Activations;

public static class GeluTanhReference
{
    private static double U(double x) => Math.Sqrt(2.0 / Math.PI) * (x + (0.044715 * x * x * x));

    private static double Slope(double x) => Math.Sqrt(2.0 / Math.PI) * (1.0 + (3.0 * 0.044715 * x * x));

    public static double Value(double x) => 0.5 * x * (1.0 + Math.Tanh(U(x)));

    public static double Derivative(double x) => (0.5 * (1.0 + Math.Tanh(U(x)))) + (0.5 * x * TanhReference.Derivative(U(x)) * Slope(x));
}
