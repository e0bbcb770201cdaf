using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// sums[j] += Σᵢ x[i, j]: to what is there, four rows at a time as (0 + 2) + (1 + 3), the last rows one by one.
/// </summary>
internal readonly ref struct SumsBody(ReadOnlySpan<float> x, Span<float> sums) : IColumnBody
{
    private readonly ReadOnlySpan<float> x = x;
    private readonly Span<float> sums = sums;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Four<V, TEdge>(nint j, nint at, nint stride, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: x holds the rows that the kernel walks, sums one float per column; j + count never exceeds the columns.
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float ps = ref MemoryMarshal.GetReference(sums);
        V even = TEdge.Load<V>(ref px, at, count) + TEdge.Load<V>(ref px, at + (2 * stride), count);
        V odd = TEdge.Load<V>(ref px, at + stride, count) + TEdge.Load<V>(ref px, at + (3 * stride), count);
        TEdge.Store(TEdge.Load<V>(ref ps, j, count) + (even + odd), ref ps, j, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void One<V, TEdge>(nint j, nint at, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        ref float ps = ref MemoryMarshal.GetReference(sums);
        TEdge.Store(TEdge.Load<V>(ref ps, j, count) + TEdge.Load<V>(ref MemoryMarshal.GetReference(x), at, count), ref ps, j, count);
    }
}
