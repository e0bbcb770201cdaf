using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>Leaky ReLU: y = x where x &gt; 0, else slope · x; y′ = 1 or slope. NaN stays NaN. Maas, Hannun and Ng 2013.</summary>
/// <param name="slope">Not negative, so that the sign of y is that of x and the derivative can be read from y.</param>
public readonly struct LeakyReLU(float slope) : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => V.Select(V.LessThan(V.Zero, x), x, V.Create(slope) * x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ISimd<V> => V.Select(V.LessThan(V.Zero, y), V.Create(1f), V.Create(slope));
}
