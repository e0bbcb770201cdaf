using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// Adam: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; the direction is m / (√v / √(1 − β₂ᵗ) + ε). The correction 1 / (1 − β₁ᵗ)
/// belongs to the rate. Kingma and Ba 2015, with ε placed as in PyTorch.
/// </summary>
/// <param name="beta1">β₁.</param>
/// <param name="beta2">β₂.</param>
/// <param name="rootCorrection">1 / √(1 − β₂ᵗ) of this step.</param>
/// <param name="epsilon">ε.</param>
public readonly struct AdamRule(float beta1, float beta2, float rootCorrection, float epsilon) : IUpdateRule
{
    private readonly float complement1 = (float)(1 - (double)beta1);
    private readonly float complement2 = (float)(1 - (double)beta2);

    /// <inheritdoc/>
    public static int States => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Direction<V>(V g, ref V s0, ref V s1)
        where V : struct, ISimd<V>
    {
        s0 = DecayFloor.Decay(V.Create(beta1), s0, V.Create(complement1), g);
        s1 = DecayFloor.Decay(V.Create(beta2), s1, V.Create(complement2) * g, g);
        return s0 / V.Fma(V.Sqrt(s1), V.Create(rootCorrection), V.Create(epsilon));
    }
}
