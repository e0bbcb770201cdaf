using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>
/// Softplus: y = ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), no overflow and full relative accuracy for large |x|; y′ = 1 − e⁻ʸ, the
/// sigmoid of x. At most 2.1 ulp over the whole range (below x = −87.3 the result is 0); NaN stays NaN. Dugas and others 2001.
/// </summary>
public readonly struct Softplus : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => true;

    /// <summary>ln(1 + eˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x)
        where V : struct, ISimd<V> => V.Max(V.Zero, x) + Log1p.Of(Exp.Of(-V.Abs(x)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => Of(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ISimd<V> => -Expm1.Of(-y);
}
