using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The sums over rows of <see cref="RowNormalization"/> for every chunk of rows; each part of the job makes some of them.</summary>
internal ref struct RowSumsJob : IParallelJob
{
    public ReadOnlySpan<float> Dy;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Mean;
    public ReadOnlySpan<float> Inverse;
    public int Columns;

    /// <summary>[chunks, 2, columns]: sums, then products.</summary>
    public Span<float> Chunks;

    private int parts;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count(X.Length, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        int rows = Mean.Length;
        (int first, int end) = Partition.Range(RowChunks.Count(rows, Columns), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, rows, Columns);
            int at = start * Columns;
            int length = (stop - start) * Columns;
            Span<float> mine = Chunks.Slice(2 * Columns * chunk, 2 * Columns);
            mine.Clear();
            var body = new RowSumsBody(
                Dy.Slice(at, length),
                X.Slice(at, length),
                Mean[start..stop],
                Inverse[start..stop],
                mine[..Columns],
                mine[Columns..]
            );
            var kernel = new ColumnKernel<RowSumsBody>(body, length, Columns);
            SimdWidth.Run(ref kernel, Columns);
        }
    }
}
