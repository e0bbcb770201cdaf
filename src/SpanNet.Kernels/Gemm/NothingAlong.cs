using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>No work beside the product.</summary>
internal readonly struct NothingAlong : IAlongTile
{
    public static bool IsWork
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    public nint Steps
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nint step)
        where V : struct, ISimd<V> { }
}
