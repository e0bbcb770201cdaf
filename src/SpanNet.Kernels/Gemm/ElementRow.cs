using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>An element of A times a row of one or two vectors of B: what a tile does all the time.</summary>
internal static class ElementRow
{
    /// <summary>
    /// cx ← a[offset] · bx + cx, and cy with by where there are two. Two need the element in a register; for one it is the instruction's operand in
    /// memory (Zen 4, where broadcasting floats to 512 bits takes a slot of the arithmetic ports: products with ten classes 1.33 times as fast).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate<V, TVectors>(ref V cx, ref V cy, ref readonly float a, nint stride, nint times, int step, V bx, V by)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        // Safety: the kernels hand in places inside A.
        if (TVectors.Value == 1)
        {
            V.AccumulateBroadcast(ref cx, bx, in Unsafe.AddByteOffset(ref Unsafe.AsRef(in a), times * stride), step);
            return;
        }

        V.AccumulateBroadcast(ref cx, ref cy, bx, by, Unsafe.Add(ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in a), times * stride), step));
    }
}
