using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Pooling;

/// <summary>y = Σ x / count, rows before columns. Every number gets dy / count.</summary>
internal readonly struct Average : IPool
{
    /// <inheritdoc/>
    public static bool GradientUsesValues => false;

    /// <inheritdoc/>
    public static float Start => 0f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V>(V result, V x)
        where V : struct, ISimd<V> => result + x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finish<V>(V result, V count)
        where V : struct, ISimd<V> => result / count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Begin<V>(V dy, V count)
        where V : struct, ISimd<V> => dy / count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Share<V>(V x, V y, ref V rest)
        where V : struct, ISimd<V> => rest;
}
