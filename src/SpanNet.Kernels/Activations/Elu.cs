using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>ELU: y = x where x &gt; 0, else alpha · (eˣ − 1); y′ = 1 or y + alpha. NaN stays NaN. Clevert, Unterthiner and Hochreiter 2016.</summary>
/// <param name="alpha">Not negative, so that the sign of y is that of x and the derivative can be read from y.</param>
public readonly struct Elu(float alpha) : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => V.Select(V.LessThan(V.Zero, x), x, V.Create(alpha) * Expm1.Of(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ISimd<V> => V.Select(V.LessThan(V.Zero, y), V.Create(1f), y + V.Create(alpha));
}
