using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>|x − y|; derivative sign(x − y), 0 where x = y.</summary>
public readonly struct AbsoluteError : IElementLoss
{
    /// <inheritdoc/>
    public static float Neutral => 0f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Evaluate<V>(V x, V y, out V derivative)
        where V : struct, ISimd<V>
    {
        V d = x - y;
        derivative = V.Select(V.Equal(d, V.Zero), V.Zero, V.CopySign(V.Create(1f), d));
        return V.Abs(d);
    }
}
