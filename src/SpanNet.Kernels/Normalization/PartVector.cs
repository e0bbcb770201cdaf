using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>The first lanes.</summary>
internal readonly struct PartVector : IEdge
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref readonly float source, nint offset, int count)
        where V : struct, ISimd<V> => V.LoadFirst(in source, offset, count, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V value, ref float destination, nint offset, int count)
        where V : struct, ISimd<V> => value.StoreFirst(ref destination, offset, count);
}
