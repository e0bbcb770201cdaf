using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The derivative of the activation and the sums of every chunk of rows; each part of the job makes some of them.</summary>
internal ref struct BiasGradientJob : IParallelJob
{
    public Span<float> Dy;
    public int Columns;

    /// <summary>[chunks, wide].</summary>
    public Span<float> Chunks;
    public Activation? Activation;
    public ReadOnlySpan<float> ZOrY;

    private int parts;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count(Dy.Length, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        int rows = Dy.Length / Columns;
        int width = WideRows.Width(Columns);
        (int first, int end) = Partition.Range(RowChunks.Count(rows, Columns), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, rows, Columns);
            int at = start * Columns;
            int length = (stop - start) * Columns;
            Span<float> dy = Dy.Slice(at, length);
            Activation?.Backward(ZOrY.Slice(at, length), dy, dy);
            Span<float> sums = Chunks.Slice(width * chunk, width);
            sums.Clear();
            var kernel = new ColumnKernel<SumsBody>(new SumsBody(dy, sums), length, width);
            SimdWidth.Run(ref kernel, width);
        }
    }
}
