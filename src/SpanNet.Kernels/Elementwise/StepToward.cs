using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>x + s · (y − x), the product fused into the addition: exactly x where y is x.</summary>
/// <param name="share">s: 0 stays at x, 1 goes to y.</param>
public readonly struct StepToward(float share) : IZip
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x, V y)
        where V : struct, ISimd<V> => V.Fma(V.Create(share), y - x, x);
}
