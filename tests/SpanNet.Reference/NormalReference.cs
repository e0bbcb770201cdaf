namespace SpanNet.Reference;

/// <summary>The standard normal distribution, by a series that is slow and obvious.</summary>
public static class NormalReference
{
    /// <summary>Φ(z) = ½ + φ(z) · (z + z³/3 + z⁵/(3·5) + …), absolute error below 10⁻¹⁵ for |z| &lt; 8. Marsaglia 2004.</summary>
    public static double Cumulative(double z)
    {
        double term = z;
        double sum = z;
        for (int odd = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); odd += 2)
        {
            term *= z * z / odd;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
    }
}
