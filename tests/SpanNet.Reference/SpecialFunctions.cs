namespace SpanNet.Reference;

/// <summary>The special functions that System.Math lacks, to nearly full double precision.</summary>
public static class SpecialFunctions
{
    /// <summary>eˣ − 1 without cancellation (Kahan's quotient).</summary>
    public static double Expm1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1.0)
        {
            return x;
        }

        double difference = u - 1.0;
        return difference == -1.0 || double.IsInfinity(u) ? difference : difference * x / Math.Log(u);
    }

    /// <summary>ln(1 + x) without cancellation (Kahan's quotient).</summary>
    public static double Log1p(double x)
    {
        double u = 1.0 + x;
        return u == 1.0 ? x : Math.Log(u) * x / (u - 1.0);
    }

    /// <summary>erf x = 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, a series of positive terms.</summary>
    public static double Erf(double x)
    {
        if (!(Math.Abs(x) <= 6.0))
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        double term = x;
        double sum = 0.0;
        for (int n = 0; sum + term != sum; n++)
        {
            sum += term;
            term *= 2.0 * x * x / ((2 * n) + 3);
        }

        return 2.0 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
