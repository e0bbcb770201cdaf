using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>(x − y)²; derivative 2(x − y).</summary>
public readonly struct SquaredError : IElementLoss
{
    /// <inheritdoc/>
    public static float Neutral => 0f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Evaluate<V>(V x, V y, out V derivative)
        where V : struct, ISimd<V>
    {
        V d = x - y;
        derivative = d + d;
        return d * d;
    }
}
