using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>a · x + (b · y), the second product rounded, the first fused into the addition.</summary>
/// <param name="a">Factor of the first operand.</param>
/// <param name="b">Factor of the second operand; 1 makes it a scaled addition.</param>
public readonly struct WeightedSum(float a, float b) : IZip
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x, V y)
        where V : struct, ISimd<V> => V.Fma(x, V.Create(a), y * V.Create(b));
}
