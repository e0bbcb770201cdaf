using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The moments of every chunk of rows; each part of the job makes some of them.</summary>
internal ref struct ColumnMomentsJob : IParallelJob
{
    public ReadOnlySpan<float> X;
    public int Rows;
    public int Columns;

    /// <summary>[chunks, 2, columns].</summary>
    public Span<float> Moments;

    private int parts;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count((long)Rows * Columns, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        (int first, int end) = Partition.Range(RowChunks.Count(Rows, Columns), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, Rows, Columns);
            Span<float> mine = Moments.Slice(2 * Columns * chunk, 2 * Columns);
            var body = new MomentsBody(X.Slice(start * Columns, (stop - start) * Columns), stop - start, mine[..Columns], mine[Columns..]);
            var kernel = new ColumnKernel<MomentsBody>(body, Columns);
            SimdWidth.Run(ref kernel, Columns);
        }
    }
}
