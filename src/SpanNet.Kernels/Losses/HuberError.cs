using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>
/// With d = x − y: d²/2 where |d| ≤ δ, else δ(|d| − δ/2); derivative d, cut to [−δ, δ]. Both in one formula with c = min(|d|, δ):
/// c(|d| − c/2). Huber 1964.
/// </summary>
/// <param name="delta">δ &gt; 0.</param>
public readonly struct HuberError(float delta) : IElementLoss
{
    /// <inheritdoc/>
    public static float Neutral => 0f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Evaluate<V>(V x, V y, out V derivative)
        where V : struct, ISimd<V>
    {
        V d = x - y;
        V size = V.Abs(d);
        V c = V.Min(V.Create(delta), size);
        derivative = V.CopySign(c, d);
        return c * V.Fma(V.Create(-0.5f), c, size);
    }
}
