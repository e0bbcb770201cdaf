using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// The sums of every chunk of rows (<see cref="RowChunks"/>) over a gradient that exists in this job's scratch only, a chunk at a time; each part makes
/// some of the chunks.
/// </summary>
internal ref struct PooledSumsJob : IParallelJob
{
    public PooledNormalization Plan;
    public ReadOnlySpan<float> X;
    public ColumnAffineTerms Terms;
    public ReadOnlySpan<float> P;
    public ReadOnlySpan<float> Dp;

    /// <summary>A wide row of means.</summary>
    public ReadOnlySpan<float> WideMean;

    /// <summary>[chunks, 2, wide]: sums, then products.</summary>
    public Span<float> Chunks;

    /// <summary>[parts, slot]: the bands of a chunk.</summary>
    public Span<float> Slots;
    public int SlotLength;

    private int parts;

    public void Run(ThreadTeam team)
    {
        parts = Math.Min(Partition.Count(X.Length, RowChunks.Grain, team.Threads), Slots.Length / SlotLength);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        int channels = Plan.Pooling.Channels;
        int rows = X.Length / channels;
        int band = Plan.BandLength;
        int width = WideMean.Length;
        Span<float> slot = Slots.Slice(part * SlotLength, SlotLength);
        (int first, int end) = Partition.Range(RowChunks.Count(rows, channels), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, rows, channels);
            int at = start * channels;
            int length = (stop - start) * channels;
            int firstBand = at / band;
            int bands = ((at + length + band - 1) / band) - firstBand;
            var gradient = new PooledGradientKernel<No>
            {
                Plan = Plan,
                Terms = Terms,
                X = X.Slice(firstBand * band, bands * band),
                P = P.Slice(firstBand * Plan.Pooling.RowLength, bands * Plan.Pooling.RowLength),
                Dp = Dp.Slice(firstBand * Plan.Pooling.RowLength, bands * Plan.Pooling.RowLength),
                Result = slot,
            };
            SimdWidth.Run(ref gradient, Math.Max(4, channels));

            Span<float> mine = Chunks.Slice(2 * width * chunk, 2 * width);
            mine.Clear();
            ReadOnlySpan<float> dz = slot.Slice(at - (firstBand * band), length);
            var body = new GradientSumsBody(dz, X.Slice(at, length), WideMean, mine[..width], mine[width..]);
            var kernel = new ColumnKernel<GradientSumsBody>(body, length, width);
            SimdWidth.Run(ref kernel, width);
        }
    }
}
