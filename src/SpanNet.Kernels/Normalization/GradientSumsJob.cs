using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The sums of every chunk of rows, behind the derivative of the activation; each part of the job makes some of them.</summary>
internal ref struct GradientSumsJob : IParallelJob
{
    public Span<float> Dy;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Mean;

    /// <summary>[chunks, 2, columns]: sums, then products.</summary>
    public Span<float> Chunks;
    public Activation? Activation;
    public ReadOnlySpan<float> ZOrY;

    private int parts;

    private readonly int Rows => X.Length / Mean.Length;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count(X.Length, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        int columns = Mean.Length;
        (int first, int end) = Partition.Range(RowChunks.Count(Rows, columns), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, Rows, columns);
            int at = start * columns;
            int length = (stop - start) * columns;
            Span<float> dy = Dy.Slice(at, length);
            Activation?.Backward(ZOrY.Slice(at, length), dy, dy);
            Span<float> mine = Chunks.Slice(2 * columns * chunk, 2 * columns);
            var body = new GradientSumsBody(dy, X.Slice(at, length), Mean, stop - start, mine[..columns], mine[columns..]);
            var kernel = new ColumnKernel<GradientSumsBody>(body, columns);
            SimdWidth.Run(ref kernel, columns);
        }
    }
}
