using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>Plain gradient descent: the direction is the gradient. No state. Robbins and Monro 1951.</summary>
public readonly struct SgdRule : IUpdateRule
{
    /// <inheritdoc/>
    public static int States => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Direction<V>(V g, ref V s0, ref V s1)
        where V : struct, ISimd<V> => g;
}
