using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>
/// ln x = e · ln 2 + ln m with x = m · 2ᵉ and m in [√½, √2). At most 0.9 ulp, denormal x included.
/// ln 0 = −∞, ln ∞ = ∞, NaN for x &lt; 0; NaN stays NaN.
/// </summary>
public readonly struct Log : IMap
{
    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x)
        where V : struct, ISimd<V>
    {
        V denormal = V.LessThan(x, V.Create(SmallestNormal));
        V e = V.Exponent(V.Select(denormal, x * V.Create(TwoTo25), x), out V m);
        e -= V.Select(denormal, V.Create(25f), V.Zero);
        V y = NearOne(m - V.Create(1f), e);

        V infinity = V.Create(float.PositiveInfinity);
        y = V.Select(V.LessThan(x, infinity), y, x);
        y = V.Select(V.LessThan(x, V.Zero), V.Create(float.NaN), y);
        return V.Select(V.Equal(x, V.Zero), -infinity, y);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => Of(x);

    /// <summary>e · ln 2 + ln(1 + f) for f in [√½ − 1, √2 − 1): f − f²/2 + f³ · P(f), P a minimax polynomial of degree 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V NearOne<V>(V f, V e)
        where V : struct, ISimd<V>
    {
        V p = V.Create(C7);
        p = V.Fma(p, f, V.Create(C6));
        p = V.Fma(p, f, V.Create(C5));
        p = V.Fma(p, f, V.Create(C4));
        p = V.Fma(p, f, V.Create(C3));
        p = V.Fma(p, f, V.Create(C2));
        p = V.Fma(p, f, V.Create(C1));
        p = V.Fma(p, f, V.Create(C0));

        // From the smallest term to the largest.
        V square = f * f;
        V y = V.Fma(p * f, square, e * V.Create(Exp.Ln2Low));
        y = V.Fma(V.Create(-0.5f), square, y);
        return V.Fma(e, V.Create(Exp.Ln2High), f + y);
    }

    private const float SmallestNormal = 1.17549435e-38f;
    private const float TwoTo25 = 33554432f;

    private const float C0 = 0.3333333f;
    private const float C1 = -0.2500082f;
    private const float C2 = 0.20001215f;
    private const float C3 = -0.16623367f;
    private const float C4 = 0.14202103f;
    private const float C5 = -0.13160512f;
    private const float C6 = 0.1275918f;
    private const float C7 = -0.07630465f;
}
