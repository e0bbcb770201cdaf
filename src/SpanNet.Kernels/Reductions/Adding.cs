using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Reductions;

/// <summary>Lanes joined by addition.</summary>
internal readonly struct Adding : IJoin
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Start<V>()
        where V : struct, ISimd<V> => V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V>(V lower, V upper)
        where V : struct, ISimd<V> => lower + upper;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Across<V>(V lanes)
        where V : struct, ISimd<V> => V.Sum(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Join(float earlier, float later) => earlier + later;
}
