using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>dx[i, j] = a[j] · dy[i, j] + (q[j] · (x[i, j] − mean[j]) + r[j]), or that added to dx.</summary>
internal readonly ref struct InputGradientBody(
    ReadOnlySpan<float> dy,
    ReadOnlySpan<float> x,
    ColumnGradientTerms terms,
    Span<float> dx,
    bool add
) : IColumnBody
{
    private readonly ReadOnlySpan<float> dy = dy;
    private readonly ReadOnlySpan<float> x = x;
    private readonly ColumnGradientTerms terms = terms;
    private readonly Span<float> dx = dx;
    private readonly bool add = add;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Four<V, TEdge>(nint j, nint at, nint stride, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: dy, x and dx hold the rows that the kernel walks, the terms one float per column; j + count never exceeds the columns.
        ref float pg = ref MemoryMarshal.GetReference(dy);
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float pd = ref MemoryMarshal.GetReference(dx);
        V m = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Mean), j, count);
        V a = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.A), j, count);
        V q = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Q), j, count);
        V r = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.R), j, count);
        for (int row = 0; row < 4; row++, at += stride)
        {
            V g = V.Fma(a, TEdge.Load<V>(ref pg, at, count), V.Fma(q, TEdge.Load<V>(ref px, at, count) - m, r));
            TEdge.Store(add ? TEdge.Load<V>(ref pd, at, count) + g : g, ref pd, at, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void One<V, TEdge>(nint j, nint at, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        ref float pd = ref MemoryMarshal.GetReference(dx);
        V m = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Mean), j, count);
        V a = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.A), j, count);
        V q = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Q), j, count);
        V r = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.R), j, count);
        V d = TEdge.Load<V>(ref MemoryMarshal.GetReference(x), at, count) - m;
        V g = V.Fma(a, TEdge.Load<V>(ref MemoryMarshal.GetReference(dy), at, count), V.Fma(q, d, r));
        TEdge.Store(add ? TEdge.Load<V>(ref pd, at, count) + g : g, ref pd, at, count);
    }
}
