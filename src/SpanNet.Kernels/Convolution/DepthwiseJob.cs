using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// Runs a <see cref="Correlation"/> whose channels have a filter each: some rows of pixels, and the epilogue while they are in the
/// nearest caches. Parts are ranges of rows of the whole batch, so every element has one writer.
/// </summary>
internal ref struct DepthwiseJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floating-point operations a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 21;

    /// <summary>Floats of the result that are computed before the epilogue is applied to them: 32 KiB.</summary>
    private const int BlockLength = 1 << 13;

    public Correlation Plan;
    public DepthwiseTaps[] Taps;
    public int Batch;

    /// <summary>[batch] images of the source.</summary>
    public ReadOnlySpan<float> Source;

    /// <summary>The filters as one matrix [taps, channels] in panels.</summary>
    public ReadOnlySpan<float> Filters;

    /// <summary>Where the chains begin: the bias, or empty for 0 (or for C itself, see <see cref="Accumulates"/>).</summary>
    public ReadOnlySpan<float> Bias;

    /// <summary>[batch] images of the destination.</summary>
    public Span<float> C;

    /// <summary>True when the chains begin with what is in C.</summary>
    public bool Accumulates;

    /// <summary>What makes y of C, which is like C; y may be C.</summary>
    public Epilogue Epilogue;
    public Span<float> Y;

    private int parts;

    // The rows of the batch that this copy of the job computes.
    private int firstRow;
    private int endRow;

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        int rows = Batch * Plan.Rows;
        long flops = 2L * Batch * Plan.Length * Plan.PanelRows / (Plan.Stride.Height * Plan.Stride.Width);
        parts = Math.Min(Partition.Count(flops, Grain, team.Threads), rows);
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        DepthwiseJob own = this;
        own.Cut(part, parts);
        SimdWidth.Run(ref own, FilterWidth.Of(Plan.Outputs));
    }

    /// <summary>Restricts this copy to one part of the rows.</summary>
    public void Cut(int part, int parts) => (firstRow, endRow) = Partition.Range(Batch * Plan.Rows, part, parts);

    /// <summary>Computes the rows, block by block.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        int height = Plan.Rows;
        int rowsOfBlock = Math.Max(1, BlockLength / (Plan.Stride.Height * Plan.RowLength));
        for (int row = firstRow, next; row < endRow; row = next)
        {
            (int image, int first) = Math.DivRem(row, height);
            int end = Math.Min(Math.Min(height, first + rowsOfBlock), first + endRow - row);
            next = row + end - first;
            foreach (DepthwiseTaps taps in Taps)
            {
                new DepthwisePixels(this, taps, image, first, Math.Min(end, taps.Phase.Rows)).Run<V>();
            }

            int from = first * Plan.Stride.Height;
            int to = Math.Min(Plan.Height, end * Plan.Stride.Height);
            int start = (image * Plan.Length) + (from * Plan.RowLength);
            int length = (to - from) * Plan.RowLength;
            Epilogue.Apply(C.Slice(start, length), Y.Slice(start, length), start);
        }
    }
}
