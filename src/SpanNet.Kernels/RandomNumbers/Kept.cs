using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>u &lt; keepProbability ? scale : 0.</summary>
internal readonly struct Kept(float keepProbability, float scale) : IMap
{
    private readonly float keepProbability = keepProbability;
    private readonly float scale = scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V u)
        where V : struct, ISimd<V> => V.Select(V.LessThan(u, V.Create(keepProbability)), V.Create(scale), V.Zero);
}
