using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>
/// Hard sigmoid: y = min(max(x + 3, 0), 6) / 6; y′ = 1/6 where 0 &lt; y &lt; 1, else 0. NaN stays NaN. Howard and others 2019.
/// </summary>
public readonly struct HardSigmoid : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => V.Min(V.Create(6f), V.Max(V.Zero, x + V.Create(3f))) * V.Create(1f / 6f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ISimd<V>
    {
        V inside = V.Select(V.LessThan(y, V.Create(1f)), V.Create(1f / 6f), V.Zero);
        return V.Select(V.LessThan(V.Zero, y), inside, V.Zero);
    }
}
