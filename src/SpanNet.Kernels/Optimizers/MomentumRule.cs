using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>The heavy ball: v ← μ·v + g; the direction is v. Polyak 1964, in PyTorch's form (dampening 0).</summary>
/// <param name="momentum">μ.</param>
public readonly struct MomentumRule(float momentum) : IUpdateRule
{
    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Direction<V>(V g, ref V s0, ref V s1)
        where V : struct, ISimd<V>
    {
        s0 = DecayFloor.Decay(V.Create(momentum), s0, g);
        return s0;
    }
}
