using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Reductions;

/// <summary>Lanes joined by taking the larger; steps must keep NaN out of the lanes.</summary>
internal readonly struct Larger : IJoin
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Start<V>()
        where V : struct, ISimd<V> => V.Create(float.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V>(V lower, V upper)
        where V : struct, ISimd<V> => V.Max(lower, upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Across<V>(V lanes)
        where V : struct, ISimd<V> => V.Largest(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Join(float earlier, float later) => earlier > later ? earlier : later;
}
