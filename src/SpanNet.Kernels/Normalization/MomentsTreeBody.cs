using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// Means and squared deviations of chunks, joined in place as a binary tree (chunk i with chunk i + 1, 2, 4, …) into those of all rows:
/// δ = mean_b − mean_a, mean = mean_a + δ·n_b/n, squares = squares_a + squares_b + δ²·n_a·n_b/n. Chan, Golub and LeVeque 1983.
/// </summary>
/// <param name="moments">[chunks, 2, columns]: means, then squares; the result stands in chunk 0.</param>
/// <param name="rows">Rows of all chunks.</param>
/// <param name="columns">Columns.</param>
internal readonly ref struct MomentsTreeBody(Span<float> moments, int rows, int columns) : IColumnBody
{
    private readonly Span<float> moments = moments;
    private readonly int rows = rows;
    private readonly int columns = columns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V, TEdge>(nint j, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: moments holds 2 · columns floats for every chunk, and j + count never exceeds the columns.
        ref float p = ref MemoryMarshal.GetReference(moments);
        int chunks = RowChunks.Count(rows, columns);
        long chunkRows = RowChunks.Rows(columns);
        for (int step = 1; step < chunks; step *= 2)
        {
            for (int i = 0; i + step < chunks; i += 2 * step)
            {
                double na = step * chunkRows;
                double nb = Math.Min((i + (2L * step)) * chunkRows, rows) - ((i + (long)step) * chunkRows);
                nint a = ((nint)i * 2 * columns) + j;
                nint b = ((nint)(i + step) * 2 * columns) + j;
                V meanA = TEdge.Load<V>(ref p, a, count);
                V delta = TEdge.Load<V>(ref p, b, count) - meanA;
                V squares = TEdge.Load<V>(ref p, a + columns, count) + TEdge.Load<V>(ref p, b + columns, count);
                TEdge.Store(V.Fma(delta, V.Create((float)(nb / (na + nb))), meanA), ref p, a, count);
                TEdge.Store(V.Fma(delta * delta, V.Create((float)(na * nb / (na + nb))), squares), ref p, a + columns, count);
            }
        }
    }
}
