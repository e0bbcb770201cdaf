namespace SpanNet.Reference.Losses;

/// <summary>Weighted means over rows and outputs of the losses of one output x with target y.</summary>
public static class ElementLossReference
{
    public static double Squared(double x, double y) => (x - y) * (x - y);

    public static double Absolute(double x, double y) => Math.Abs(x - y);

    public static double Huber(double x, double y, double delta)
    {
        double d = Math.Abs(x - y);
        return d <= delta ? d * d / 2 : delta * (d - (delta / 2));
    }

    public static double Hinge(double x, double y) => Math.Max(0, 1 - (x * y));

    public static double Logistic(double x, double y, double positiveWeight) =>
        (positiveWeight * y * Softplus(-x)) + ((1 - y) * Softplus(x));

    /// <summary>Σ weight · loss over rows and outputs, divided by Σ weight · outputs.</summary>
    public static double Mean(Func<double, double, double> loss, double[] x, double[] y, double[] rowWeights)
    {
        int outputs = x.Length / rowWeights.Length;
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += rowWeights[i / outputs] * loss(x[i], y[i]);
            weight += rowWeights[i / outputs];
        }

        return sum / weight;
    }

    private static double Softplus(double x) => x > 30 ? x + Math.Exp(-x) : Math.Log(1 + Math.Exp(x));
}
