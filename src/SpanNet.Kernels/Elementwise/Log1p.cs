using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>ln(1 + x) for x in [0, 1], accurate near 0: what softplus and the logistic losses need. At most 1.5 ulp. NaN stays NaN.</summary>
public readonly struct Log1p : IMap
{
    /// <summary>ln(1 + x), 0 ≤ x ≤ 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x)
        where V : struct, ISimd<V>
    {
        // 1 + x = 2ᵉ(1 + f) is never rounded: f = x while that is below √2 − 1, else f = (x − 1)/2.
        V one = V.Create(1f);
        V upper = V.LessThan(V.Create(0.414213562f), x);
        V f = V.Select(upper, V.Create(0.5f) * (x - one), x);
        return Log.NearOne(f, V.Select(upper, one, V.Zero));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => Of(x);
}
