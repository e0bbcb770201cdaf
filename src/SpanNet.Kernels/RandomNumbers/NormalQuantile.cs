using System.Diagnostics;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>
/// Φ⁻¹, the quantile function of the standard normal distribution, in double: only +, −, ·, / and √, so the same bits everywhere.
/// </summary>
/// <remarks>
/// Three ratios of polynomials of degree 7, for the centre, the flanks and the tails; relative error about 10⁻¹⁵.
/// Wichura 1988, "Algorithm AS 241: The percentage points of the normal distribution", PPND16.
/// </remarks>
internal static class NormalQuantile
{
    /// <summary>Φ(−2), the share of the distribution below −2.</summary>
    public const double BelowMinusTwo = 0.022750131948179207;

    private const double Ln2 = 0.6931471805599453;
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;

    // Coefficients of r⁰ … r⁷, numerator (a, c, e in the paper) and denominator (b, d, f).
    private static ReadOnlySpan<double> CentreNumerator =>
        [
            3.3871328727963666080e0,
            1.3314166789178437745e2,
            1.9715909503065514427e3,
            1.3731693765509461125e4,
            4.5921953931549871457e4,
            6.7265770927008700853e4,
            3.3430575583588128105e4,
            2.5090809287301226727e3,
        ];

    private static ReadOnlySpan<double> CentreDenominator =>
        [
            1.0,
            4.2313330701600911252e1,
            6.8718700749205790830e2,
            5.3941960214247511077e3,
            2.1213794301586595867e4,
            3.9307895800092710610e4,
            2.8729085735721942674e4,
            5.2264952788528545610e3,
        ];

    private static ReadOnlySpan<double> FlankNumerator =>
        [
            1.42343711074968357734e0,
            4.63033784615654529590e0,
            5.76949722146069140550e0,
            3.64784832476320460504e0,
            1.27045825245236838258e0,
            2.41780725177450611770e-1,
            2.27238449892691845833e-2,
            7.74545014278341407640e-4,
        ];

    private static ReadOnlySpan<double> FlankDenominator =>
        [
            1.0,
            2.05319162663775882187e0,
            1.67638483018380384940e0,
            6.89767334985100004550e-1,
            1.48103976427480074590e-1,
            1.51986665636164571966e-2,
            5.47593808499534494600e-4,
            1.05075007164441684324e-9,
        ];

    private static ReadOnlySpan<double> TailNumerator =>
        [
            6.65790464350110377720e0,
            5.46378491116411436990e0,
            1.78482653991729133580e0,
            2.96560571828504891230e-1,
            2.65321895265761230930e-2,
            1.24266094738807843860e-3,
            2.71155556874348757815e-5,
            2.01033439929228813265e-7,
        ];

    private static ReadOnlySpan<double> TailDenominator =>
        [
            1.0,
            5.99832206555887937690e-1,
            1.36929880922735805310e-1,
            1.48753612908506148525e-2,
            7.86869131145613259100e-4,
            1.84631831751005468180e-5,
            1.42151175831644588870e-7,
            2.04426310338993978564e-15,
        ];

    /// <summary>Φ⁻¹(p) for 0 &lt; p &lt; 1.</summary>
    public static double Of(double p)
    {
        Debug.Assert(p is > 0 and < 1);
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double s = 0.180625 - (q * q);
            return q * Polynomial(CentreNumerator, s) / Polynomial(CentreDenominator, s);
        }

        double r = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        double z =
            r <= 5
                ? Polynomial(FlankNumerator, r - 1.6) / Polynomial(FlankDenominator, r - 1.6)
                : Polynomial(TailNumerator, r - 5) / Polynomial(TailDenominator, r - 5);
        return q < 0 ? -z : z;
    }

    /// <summary>ln x for positive normal x, relative error about 10⁻¹⁵: x = m · 2ᵉ with m in [√½, √2), ln m = 2 artanh((m − 1) / (m + 1)).</summary>
    internal static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long e = (bits - SqrtHalfBits) >> 52;
        double m = BitConverter.Int64BitsToDouble(bits - (e << 52));
        double f = (m - 1) / (m + 1);
        double square = f * f;

        // f² < 0.0295: the first term left out, f²⁴ / 25, is below 2⁻⁶⁵.
        double series = 0;
        for (int odd = 23; odd >= 1; odd -= 2)
        {
            series = (series * square) + (1.0 / odd);
        }

        return (e * Ln2) + (2 * f * series);
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double y = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            y = (y * x) + coefficients[i];
        }

        return y;
    }
}
