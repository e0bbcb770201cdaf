using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// dx[i, j] = a[j] · dy[i, j] + (q[j] · (x[i, j] − mean[j]) + r[j]) of one chunk, or that added to dx.
/// </summary>
internal readonly ref struct InputGradientBody(
    ReadOnlySpan<float> dy,
    ReadOnlySpan<float> x,
    ColumnGradientTerms terms,
    int rows,
    Span<float> dx,
    bool add
) : IColumnBody
{
    private readonly ReadOnlySpan<float> dy = dy;
    private readonly ReadOnlySpan<float> x = x;
    private readonly ColumnGradientTerms terms = terms;
    private readonly int rows = rows;
    private readonly Span<float> dx = dx;
    private readonly bool add = add;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V, TEdge>(nint j, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: dy, x and dx hold rows · columns floats, the terms one per column; j + count never exceeds the columns.
        ref float pg = ref MemoryMarshal.GetReference(dy);
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float pd = ref MemoryMarshal.GetReference(dx);
        nint columns = terms.Mean.Length;
        V mean = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Mean), j, count);
        V a = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.A), j, count);
        V q = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Q), j, count);
        V r = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.R), j, count);
        nint at = j;
        if (add)
        {
            for (int i = 0; i < rows; i++, at += columns)
            {
                V g = V.Fma(a, TEdge.Load<V>(ref pg, at, count), V.Fma(q, TEdge.Load<V>(ref px, at, count) - mean, r));
                TEdge.Store(TEdge.Load<V>(ref pd, at, count) + g, ref pd, at, count);
            }
        }
        else
        {
            for (int i = 0; i < rows; i++, at += columns)
            {
                V g = V.Fma(a, TEdge.Load<V>(ref pg, at, count), V.Fma(q, TEdge.Load<V>(ref px, at, count) - mean, r));
                TEdge.Store(g, ref pd, at, count);
            }
        }
    }
}
