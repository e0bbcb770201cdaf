using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>One number in all lanes, times a row of one or two vectors: what a tile does with each element of A.</summary>
internal static class Spread
{
    /// <summary>
    /// cx ← a[offset] · bx + cx, and cy with by where there are two. Two need it in a register; for one it is the instruction's operand in memory
    /// (Zen 4, 512 bits: the tiles of ten classes 1.33 times as fast, since a load that fills the lanes takes longer than the multiplication).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate<V, TVectors>(ref V cx, ref V cy, ref readonly float a, nint offset, V bx, V by)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        // Safety: the kernels hand in places inside A.
        if (TVectors.Value == 1)
        {
            V.AccumulateSpread(ref cx, bx, in a, offset);
            return;
        }

        V x = V.Create(Unsafe.Add(ref Unsafe.AsRef(in a), offset));
        V.Accumulate(ref cx, x, bx);
        V.Accumulate(ref cy, x, by);
    }
}
