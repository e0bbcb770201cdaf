using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>max(0, 1 − x·y) for targets y of −1 and 1; derivative −y where 1 − x·y &gt; 0, else 0. Cortes and Vapnik 1995.</summary>
public readonly struct HingeError : IElementLoss
{
    /// <inheritdoc/>
    public static float Neutral => 0f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Evaluate<V>(V x, V y, out V derivative)
        where V : struct, ISimd<V>
    {
        // y² − x·y equals 1 − x·y for targets of ±1, and 0 for the target 0 behind the end of a row.
        V margin = V.Fma(-x, y, y * y);
        derivative = V.Select(V.LessThan(V.Zero, margin), -y, V.Zero);
        return V.Max(V.Zero, margin);
    }
}
