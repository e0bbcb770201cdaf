namespace SpanNet.Reference.Activations;

public static class EluReference
{
    public static double Value(double x, double alpha) => x > 0 ? x : alpha * SpecialFunctions.Expm1(x);

    public static double Derivative(double x, double alpha) => x > 0 ? 1.0 : alpha * Math.Exp(x);
}
