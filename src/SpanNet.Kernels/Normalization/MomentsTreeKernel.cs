using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// Means and squared deviations of chunks, joined in place as a binary tree (chunk i with chunk i + 1, 2, 4, …) into those of all rows:
/// δ = mean_b − mean_a, mean = mean_a + δ·n_b/n, squares = squares_a + squares_b + δ²·n_a·n_b/n. Chan, Golub and LeVeque 1983.
/// </summary>
/// <param name="moments">[chunks, 2, wide]: means, then squares, in the first columns of each; the result stands in chunk 0.</param>
/// <param name="rows">Rows of all chunks.</param>
/// <param name="columns">Columns.</param>
internal readonly ref struct MomentsTreeKernel(Span<float> moments, int rows, int columns) : ISimdKernel
{
    private readonly Span<float> moments = moments;
    private readonly int rows = rows;
    private readonly int columns = columns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        // Safety: moments holds two wide rows for every chunk; LoadFirst and StoreFirst stay within the columns.
        ref float p = ref MemoryMarshal.GetReference(moments);
        nint width = WideRows.Width(columns);
        int chunks = RowChunks.Count(rows, columns);
        long chunkRows = RowChunks.Rows(columns);
        for (int step = 1; step < chunks; step *= 2)
        {
            for (int i = 0; i + step < chunks; i += 2 * step)
            {
                double na = step * chunkRows;
                double nb = Math.Min((i + (2L * step)) * chunkRows, rows) - ((i + (long)step) * chunkRows);
                V share = V.Create((float)(nb / (na + nb)));
                V product = V.Create((float)(na * nb / (na + nb)));
                nint a = i * 2 * width;
                nint b = (i + step) * 2 * width;
                for (nint end = a + columns; a < end; a += V.Count, b += V.Count)
                {
                    int count = (int)Math.Min(V.Count, end - a);
                    V meanA = V.LoadFirst(ref p, a, count, V.Zero);
                    V delta = V.LoadFirst(ref p, b, count, V.Zero) - meanA;
                    V squares = V.LoadFirst(ref p, a + width, count, V.Zero) + V.LoadFirst(ref p, b + width, count, V.Zero);
                    V.Fma(delta, share, meanA).StoreFirst(ref p, a, count);
                    V.Fma(delta * delta, product, squares).StoreFirst(ref p, a + width, count);
                }
            }
        }
    }
}
