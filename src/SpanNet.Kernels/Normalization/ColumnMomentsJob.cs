using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// Means and squared deviations of every chunk of rows, in two passes over wide rows; each part of the job makes some chunks.
/// </summary>
internal ref struct ColumnMomentsJob : IParallelJob
{
    public ReadOnlySpan<float> X;
    public int Rows;
    public int Columns;

    /// <summary>[chunks, 2, wide]: means, then squares, in the first columns of each.</summary>
    public Span<float> Moments;

    private int parts;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count((long)Rows * Columns, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        Span<float> tile = stackalloc float[WideRows.Longest];
        int width = WideRows.Width(Columns);
        (int first, int end) = Partition.Range(RowChunks.Count(Rows, Columns), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, Rows, Columns);
            ReadOnlySpan<float> x = X.Slice(start * Columns, (stop - start) * Columns);
            Span<float> mine = Moments.Slice(2 * width * chunk, 2 * width);
            mine.Clear();
            Span<float> mean = mine[..width];
            Span<float> squares = mine[width..];

            var sums = new ColumnKernel<SumsBody>(new SumsBody(x, mean), x.Length, width);
            SimdWidth.Run(ref sums, width);
            WideRows.Add(mean, Columns);
            mean = mean[..Columns];
            Map.Run(new Quotient(stop - start), mean, mean);

            var body = new SquaresBody(x, WideRows.Tile(mean, tile), squares);
            var kernel = new ColumnKernel<SquaresBody>(body, x.Length, width);
            SimdWidth.Run(ref kernel, width);
            WideRows.Add(squares, Columns);
        }
    }
}
