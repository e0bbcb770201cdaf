using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>Adagrad: s ← s + g²; the direction is g / (√s + ε). Duchi, Hazan and Singer 2011; ε outside the root as in PyTorch.</summary>
/// <param name="epsilon">ε.</param>
public readonly struct AdagradRule(float epsilon) : IUpdateRule
{
    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Direction<V>(V g, ref V s0, ref V s1)
        where V : struct, ISimd<V>
    {
        s0 = V.Fma(g, g, s0);
        return g / (V.Sqrt(s0) + V.Create(epsilon));
    }
}
