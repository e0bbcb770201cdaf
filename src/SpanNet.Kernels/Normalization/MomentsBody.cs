using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// mean[j] = Σᵢ x[i, j] / rows and squares[j] = Σᵢ (x[i, j] − mean[j])² of one chunk, in two passes. Row i goes to chain i mod 4 (rows
/// behind the last four to chain 0); the chains are joined as (0 + 2) + (1 + 3).
/// </summary>
internal readonly ref struct MomentsBody(ReadOnlySpan<float> x, int rows, Span<float> mean, Span<float> squares) : IColumnBody
{
    private readonly ReadOnlySpan<float> x = x;
    private readonly int rows = rows;
    private readonly Span<float> mean = mean;
    private readonly Span<float> squares = squares;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V, TEdge>(nint j, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: x holds rows · columns floats, mean and squares one per column; j + count never exceeds the columns.
        ref float px = ref MemoryMarshal.GetReference(x);
        nint columns = mean.Length;
        V s0 = V.Zero;
        V s1 = V.Zero;
        V s2 = V.Zero;
        V s3 = V.Zero;
        nint at = j;
        int i = 0;
        for (; i <= rows - 4; i += 4, at += 4 * columns)
        {
            s0 += TEdge.Load<V>(ref px, at, count);
            s1 += TEdge.Load<V>(ref px, at + columns, count);
            s2 += TEdge.Load<V>(ref px, at + (2 * columns), count);
            s3 += TEdge.Load<V>(ref px, at + (3 * columns), count);
        }

        for (; i < rows; i++, at += columns)
        {
            s0 += TEdge.Load<V>(ref px, at, count);
        }

        V m = (s0 + s2 + (s1 + s3)) / V.Create(rows);
        TEdge.Store(m, ref MemoryMarshal.GetReference(mean), j, count);

        s0 = V.Zero;
        s1 = V.Zero;
        s2 = V.Zero;
        s3 = V.Zero;
        at = j;
        for (i = 0; i <= rows - 4; i += 4, at += 4 * columns)
        {
            V d0 = TEdge.Load<V>(ref px, at, count) - m;
            V d1 = TEdge.Load<V>(ref px, at + columns, count) - m;
            V d2 = TEdge.Load<V>(ref px, at + (2 * columns), count) - m;
            V d3 = TEdge.Load<V>(ref px, at + (3 * columns), count) - m;
            s0 = V.Fma(d0, d0, s0);
            s1 = V.Fma(d1, d1, s1);
            s2 = V.Fma(d2, d2, s2);
            s3 = V.Fma(d3, d3, s3);
        }

        for (; i < rows; i++, at += columns)
        {
            V d = TEdge.Load<V>(ref px, at, count) - m;
            s0 = V.Fma(d, d, s0);
        }

        TEdge.Store(s0 + s2 + (s1 + s3), ref MemoryMarshal.GetReference(squares), j, count);
    }
}
