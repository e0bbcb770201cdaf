using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>SiLU (swish): y = x · σ(x), σ the sigmoid; y′ = σ(1 + x(1 − σ)). NaN stays NaN. Elfwing, Uchibe and Doya 2017.</summary>
public readonly struct SiLU : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => x / (V.Create(1f) + Exp.Of(-x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ISimd<V>
    {
        // Within these bounds e⁻ˣ is finite; beyond them y′ is 0 and 1.
        x = V.Max(V.Create(-87f), V.Min(V.Create(88f), x));
        V e = Exp.Of(-x);
        V s = V.Create(1f) / (V.Create(1f) + e);
        return V.Fma(x * s, e * s, s);
    }
}
