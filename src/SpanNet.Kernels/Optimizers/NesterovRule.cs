using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// Nesterov's accelerated gradient in PyTorch's form: v ← μ·v + g; the direction is g + μ·v. Sutskever, Martens, Dahl and Hinton 2013.
/// </summary>
/// <param name="momentum">μ.</param>
public readonly struct NesterovRule(float momentum) : IUpdateRule
{
    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Direction<V>(V g, ref V s0, ref V s1)
        where V : struct, ISimd<V>
    {
        V mu = V.Create(momentum);
        s0 = DecayFloor.Decay(mu, s0, g);
        return V.Fma(mu, s0, g);
    }
}
