using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>ReLU: y = max(0, x); y′ = 1 where y &gt; 0, else 0. NaN stays NaN. Nair and Hinton 2010.</summary>
public readonly struct ReLU : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => V.Max(V.Zero, x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ISimd<V> => V.Select(V.LessThan(V.Zero, y), V.Create(1f), V.Zero);
}
