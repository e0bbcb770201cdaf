using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>squares[j] += Σᵢ (x[i, j] − mean[j])², in the order of <see cref="SumsBody"/>.</summary>
internal readonly ref struct SquaresBody(ReadOnlySpan<float> x, ReadOnlySpan<float> mean, Span<float> squares) : IColumnBody
{
    private readonly ReadOnlySpan<float> x = x;
    private readonly ReadOnlySpan<float> mean = mean;
    private readonly Span<float> squares = squares;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Four<V, TEdge>(nint j, nint at, nint stride, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: x holds the rows that the kernel walks, the others one float per column; j + count never exceeds the columns.
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float ps = ref MemoryMarshal.GetReference(squares);
        V m = TEdge.Load<V>(ref MemoryMarshal.GetReference(mean), j, count);
        V d0 = TEdge.Load<V>(ref px, at, count) - m;
        V d1 = TEdge.Load<V>(ref px, at + stride, count) - m;
        V d2 = TEdge.Load<V>(ref px, at + (2 * stride), count) - m;
        V d3 = TEdge.Load<V>(ref px, at + (3 * stride), count) - m;
        V sum = V.Fma(d2, d2, d0 * d0) + V.Fma(d3, d3, d1 * d1);
        TEdge.Store(TEdge.Load<V>(ref ps, j, count) + sum, ref ps, j, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void One<V, TEdge>(nint j, nint at, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        ref float ps = ref MemoryMarshal.GetReference(squares);
        V d = TEdge.Load<V>(ref MemoryMarshal.GetReference(x), at, count) - TEdge.Load<V>(ref MemoryMarshal.GetReference(mean), j, count);
        TEdge.Store(V.Fma(d, d, TEdge.Load<V>(ref ps, j, count)), ref ps, j, count);
    }
}
