using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// Runs a <see cref="Correlation"/>: pads some images, computes their pixels in tiles that read the padded copy where it lies, applies
/// the epilogue while the result is in the cache. Parts are ranges of rows of the whole batch, so every element has one writer.
/// </summary>
internal ref struct CorrelationJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floating-point operations a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 21;

    public Correlation Plan;
    public int Batch;

    /// <summary>[batch] images of the source.</summary>
    public ReadOnlySpan<float> Source;

    /// <summary>The filters in panels, group after group.</summary>
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

    /// <summary>Room for the padded images of every part, and what else <see cref="Correlation.SlotLength"/> counts.</summary>
    public Span<float> Scratch;

    private int parts;

    // The rows of the batch that this copy of the job computes, and its scratch.
    private int firstRow;
    private int endRow;
    private Span<float> padded;

    /// <summary>What this part has beside its padded images: the matrices of <see cref="WinogradTiles"/>, or the filters as pairs of pixels in one vector read them.</summary>
    internal Span<float> Room { get; private set; }

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        int rows = Batch * Plan.Rows;
        long flops = 2L * Batch * Plan.Height * Plan.RowLength * Plan.PanelRows / Math.Max(1, Plan.Stride.Height * Plan.Stride.Width);
        parts = Math.Min(Partition.Count(flops, Grain, team.Threads), rows);
        int length = Plan.SlotLength(Batch);
        parts = length == 0 ? parts : Math.Min(parts, Scratch.Length / length);
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        CorrelationJob own = this;
        own.Cut(part, parts);
        SimdWidth.Run(ref own, FilterWidth.Of(Plan.PairLength > 0 ? Panels.Width : Plan.GroupOutputs));
    }

    /// <summary>Restricts this copy to one part of the rows.</summary>
    public void Cut(int part, int parts)
    {
        (firstRow, endRow) = Partition.Range(Batch * Plan.Rows, part, parts);
        int length = Plan.SlotLength(Batch);
        Span<float> slot = Scratch.Slice(part * length, length);
        padded = slot[..Plan.PaddedLength(Batch)];
        Room = slot[padded.Length..];
    }

    /// <summary>Computes the rows, whole blocks of images at once where they are whole.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        int height = Plan.Rows;
        padded[..Math.Min(padded.Length, ((endRow - firstRow) / height + 1) * Plan.Source.Length)].Clear();
        if (V.Count == 2 * Plan.GroupOutputs && Plan.PairLength > 0)
        {
            CorrelationPhase phase = Plan.Phases[0];
            PairPanel.Fill(Filters, Bias, phase.Offsets.Length, phase.SegmentLength, Plan.Edge, Room);
        }

        for (int row = firstRow; row < endRow; )
        {
            int image = row / height;
            int first = row % height;
            int images = first == 0 ? Math.Min((endRow - row) / height, Plan.ImagesPerBlock(Batch)) : 0;
            int end = images > 0 ? height : Math.Min(height, first + endRow - row);
            images = Math.Max(1, images);
            ref float source = ref Prepare(image, images, first, end);
            foreach (CorrelationPhase phase in Plan.Phases)
            {
                int last = Math.Min(end, phase.Rows);
                if (Plan.IsWinograd)
                {
                    new WinogradTiles(this, image, images, first, last).Run<V>(ref source);
                }
                else
                {
                    new CorrelationTiles(this, phase, image, images, first, last).Run<V>(ref source);
                }
            }

            Finish(image, images, first, end);
            row += images * (end - first);
        }
    }

    private readonly ref float Prepare(int image, int images, int first, int end)
    {
        PaddedImage source = Plan.Source;
        if (!source.IsCopied)
        {
            return ref MemoryMarshal.GetReference(Source[(image * source.SourceLength)..]);
        }

        for (int i = 0; i < images; i++)
        {
            source.Fill(
                Source.Slice((image + i) * source.SourceLength, source.SourceLength),
                padded.Slice(i * source.Length, source.Length),
                first * Plan.RowStep,
                ((end - 1) * Plan.RowStep) + Plan.RowSpan
            );
        }

        // Safety: this part's room holds the padded images, inside which all chains of these rows stay.
        return ref MemoryMarshal.GetReference(padded);
    }

    private readonly void Finish(int image, int images, int first, int end)
    {
        int from = first * Plan.Stride.Height;
        int to = Math.Min(Plan.Height, end * Plan.Stride.Height);
        int start = (image * Plan.Length) + (from * Plan.RowLength);
        int length = images > 1 ? images * Plan.Length : (to - from) * Plan.RowLength;
        Epilogue.Apply(C.Slice(start, length), Y.Slice(start, length), start);
    }
}
