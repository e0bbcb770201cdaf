using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>All lanes.</summary>
internal readonly struct WholeVector : IEdge
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref readonly float source, nint offset, int count)
        where V : struct, ISimd<V> => V.Load(in source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V value, ref float destination, nint offset, int count)
        where V : struct, ISimd<V> => value.Store(ref destination, offset);
}
