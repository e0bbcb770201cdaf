using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>
/// Hard swish: y = x · min(max(x + 3, 0), 6) / 6; y′ = 0 where x &lt; −3, x/3 + 1/2 where x &lt; 3, else 1. NaN stays NaN. Howard and others 2019.
/// </summary>
public readonly struct HardSwish : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => x * (V.Min(V.Create(6f), V.Max(V.Zero, x + V.Create(3f))) * V.Create(1f / 6f));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ISimd<V>
    {
        V ramp = V.Fma(x, V.Create(1f / 3f), V.Create(0.5f));
        V right = V.Select(V.LessThan(x, V.Create(3f)), ramp, V.Create(1f));
        return V.Select(V.LessThan(x, V.Create(-3f)), V.Zero, right);
    }
}
