using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>
/// eˣ = 2ⁿ · eʳ with n = ⌊x / ln 2⌋ and r in [0, ln 2), eʳ by a minimax polynomial of degree 6.
/// At most 1.7 ulp wherever the result is normal. Results below 2⁻¹²⁶ (x &lt; −87.3365) are flushed to 0; ∞ above 88.7228; NaN stays NaN.
/// </summary>
public readonly struct Exp : IMap
{
    // ln 2 = High + Low: n · High is subtracted exactly by the fused operation, because r has few enough bits.
    internal const float Log2E = 1.44269504f;
    internal const float Ln2High = 0.693147182f;
    internal const float Ln2Low = -1.90465421e-9f;

    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x)
        where V : struct, ISimd<V>
    {
        // At the ends of [−88, 89] 2ⁿ is already 0 and ∞; no other special case is needed.
        return OfSmall(V.Min(V.Create(89f), x));
    }

    /// <summary>eˣ, the same bits, where no x is above 89: softmax takes the largest off first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfSmall<V>(V x)
        where V : struct, ISimd<V>
    {
        // Rounding n down keeps eʳ at or above 1.
        x = V.Max(V.Create(-88f), x);
        V n = V.Floor(x * V.Create(Log2E));
        V r = V.Fma(n, V.Create(-Ln2High), x);
        r = V.Fma(n, V.Create(-Ln2Low), r);

        V p = V.Create(C6);
        p = V.Fma(p, r, V.Create(C5));
        p = V.Fma(p, r, V.Create(C4));
        p = V.Fma(p, r, V.Create(C3));
        p = V.Fma(p, r, V.Create(C2));
        p = V.Fma(p, r, V.Create(C1));
        p = V.Fma(p, r, V.Create(1f));
        return p * V.PowerOfTwo(n);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => Of(x);

    private const float C1 = 0.9999998f;
    private const float C2 = 0.50000584f;
    private const float C3 = 0.1666101f;
    private const float C4 = 0.0419153f;
    private const float C5 = 0.0077916253f;
    private const float C6 = 0.0019491812f;
}
