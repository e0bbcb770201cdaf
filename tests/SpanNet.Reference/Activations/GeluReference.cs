namespace SpanNet.Reference.Activations;

public static class GeluReference
{
    public static double Value(double x) => 0.5 * x * (1.0 + SpecialFunctions.Erf(x / Math.Sqrt(2.0)));

    public static double Derivative(double x) =>
        (0.5 * (1.0 + SpecialFunctions.Erf(x / Math.Sqrt(2.0)))) + (x * Math.Exp(-x * x / 2.0) / Math.Sqrt(2.0 * Math.PI));
}
