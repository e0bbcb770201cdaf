namespace SpanNet.Reference.Activations;

public static class SeluReference
{
    private const double Alpha = 1.6732632423543772;
    private const double Lambda = 1.0507009873554805;

    public static double Value(double x) => x > 0 ? Lambda * x : Lambda * Alpha * SpecialFunctions.Expm1(x);

    public static double Derivative(double x) => x > 0 ? Lambda : Lambda * Alpha * Math.Exp(x);
}
