using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>RMSProp: v ← α·v + (1 − α)·g²; the direction is g / (√v + ε). Tieleman and Hinton 2012; ε outside the root as in PyTorch.</summary>
/// <param name="alpha">α, the smoothing of the squared gradient.</param>
/// <param name="epsilon">ε.</param>
public readonly struct RmsPropRule(float alpha, float epsilon) : IUpdateRule
{
    private readonly float complement = (float)(1 - (double)alpha);

    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Direction<V>(V g, ref V s0, ref V s1)
        where V : struct, ISimd<V>
    {
        s0 = DecayFloor.Decay(V.Create(alpha), s0, V.Create(complement) * g, g);
        return g / (V.Sqrt(s0) + V.Create(epsilon));
    }
}
