using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>
/// GELU by tanh: y = x/2 · (1 + tanh u) = x · σ(2u), u = √(2/π)(x + 0.044715x³); y′ = σ(2u) + x · 2u′ · σ(2u)(1 − σ(2u)).
/// NaN stays NaN. Hendrycks and Gimpel 2016.
/// </summary>
public readonly struct GeluTanh : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => x / (V.Create(1f) + Exp.Of(MinusTwoU(x)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ISimd<V>
    {
        // Within these bounds e⁻²ᵘ is finite; beyond them y′ is 0 and 1.
        x = V.Max(V.Create(-10f), V.Min(V.Create(10f), x));
        V e = Exp.Of(MinusTwoU(x));
        V s = V.Create(1f) / (V.Create(1f) + e);
        V slope = V.Fma(x * x, V.Create(3f * Cubic), V.Create(Linear));
        return V.Fma(x * slope * s, e * s, s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V MinusTwoU<V>(V x)
        where V : struct, ISimd<V> => -x * V.Fma(x * x, V.Create(Cubic), V.Create(Linear));

    // 2u = x · (Linear + Cubic · x²).
    private const float Linear = 1.59576912f;
    private const float Cubic = 0.0713548163f;
}
