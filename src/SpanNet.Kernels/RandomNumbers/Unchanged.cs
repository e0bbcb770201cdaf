using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>u itself.</summary>
internal readonly struct Unchanged : IMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V u)
        where V : struct, ISimd<V> => u;
}
