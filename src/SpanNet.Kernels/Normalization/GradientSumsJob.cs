using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The sums of every chunk of rows, behind the derivative of the activation; each part of the job makes some of them.</summary>
internal ref struct GradientSumsJob : IParallelJob
{
    public Span<float> Dy;
    public ReadOnlySpan<float> X;
    public int Columns;

    /// <summary>A wide row.</summary>
    public ReadOnlySpan<float> Mean;

    /// <summary>[chunks, 2, wide]: sums, then products.</summary>
    public Span<float> Chunks;
    public Activation? Activation;
    public ReadOnlySpan<float> ZOrY;

    private int parts;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count(X.Length, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        int rows = X.Length / Columns;
        int width = Mean.Length;
        (int first, int end) = Partition.Range(RowChunks.Count(rows, Columns), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, rows, Columns);
            int at = start * Columns;
            int length = (stop - start) * Columns;
            Span<float> dy = Dy.Slice(at, length);
            Activation?.Backward(ZOrY.Slice(at, length), dy, dy);
            Span<float> mine = Chunks.Slice(2 * width * chunk, 2 * width);
            mine.Clear();
            var body = new GradientSumsBody(dy, X.Slice(at, length), Mean, mine[..width], mine[width..]);
            var kernel = new ColumnKernel<GradientSumsBody>(body, length, width);
            SimdWidth.Run(ref kernel, width);
        }
    }
}
