using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// <see cref="FilterGradientJob"/> for so few outputs that two pixels of dy fill a vector: the same chains, two neighbouring taps in one
/// vector. Parts are ranges of kernel rows of channels; each pads the images for itself.
/// </summary>
internal ref struct NarrowGradientJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floating-point operations a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 21;

    /// <summary>Pixels of a pass, which stay near while tiles walk over channels and taps.</summary>
    private const int MostPixels = 512;

    /// <summary>The convolution that runs forward.</summary>
    public Correlation Plan;

    /// <summary>Where each row of pixels of a block begins in the padded images.</summary>
    public int[] PixelRows;

    public int Batch;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Dy;
    public Span<float> Dw;
    public bool Accumulates;

    /// <summary>Room for the padded images, the chains and the ends of rows of every part.</summary>
    public Span<float> Scratch;

    private int parts;

    // The lines that this copy of the job computes, a channel's kernel rows one after the other, and its scratch.
    private int firstLine;
    private int endLine;
    private Span<float> slot;
    private Span<float> chains;
    private Span<float> ends;

    private readonly CorrelationPhase Phase => Plan.Phases[0];

    private readonly int Height => Phase.Offsets.Length;

    private readonly int Width => Phase.SegmentLength / Plan.GroupInputs;

    private readonly int Pairs => PairsOf(Plan);

    private readonly int Lines => Height * Plan.GroupInputs;

    /// <summary>Whether this job can do it: where pixels are paired and neighbours read neighbouring places, on a machine with 16 lanes.</summary>
    public static bool Fits(Correlation plan) => SimdWidth.Lanes == Panels.Width && plan.PairLength > 0 && plan.ColumnStep == 1;

    /// <summary>Floats of scratch that one part needs.</summary>
    public static int SlotLength(Correlation plan, int batch) =>
        checked(plan.SlotLength(batch) + ChainsLength(plan) + (2 * Panels.Width * RowsOfPass(plan)));

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        long flops = 2L * Batch * Plan.Height * Plan.RowLength * Plan.PanelRows;
        int most = Math.Min(Lines, Scratch.Length / SlotLength(Plan, Batch));
        parts = Math.Min(Partition.Count(flops, Grain, team.Threads), most);
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        NarrowGradientJob own = this;
        own.Cut(part, parts);
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Computes the tiles: block of images by block, pass of pixels by pass.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        slot.Clear();
        Begin();
        int most = Plan.ImagesPerBlock(Batch);
        for (int image = 0; image < Batch; image += most)
        {
            int images = Math.Min(most, Batch - image);
            ref float source = ref Prepare(image, images);
            int rows = images * Plan.Height;
            int passes = (rows + RowsOfPass(Plan) - 1) / RowsOfPass(Plan);
            for (int pass = 0; pass < passes; pass++)
            {
                (int first, int end) = Partition.Range(rows, pass, passes);
                Pass<V>(ref source, image, first, end);
            }
        }

        Finish();
    }

    private static int RowsOfPass(Correlation plan) => Math.Max(1, MostPixels / plan.Width);

    private static int PairsOf(Correlation plan) => ((plan.Phases[0].SegmentLength / plan.GroupInputs) + 1) / 2;

    private static int ChainsLength(Correlation plan) => plan.GroupInputs * plan.Phases[0].Offsets.Length * PairsOf(plan) * Panels.Width;

    /// <summary>The tap that a pair begins with: 0, 2, 4 …; the last pair begins one earlier where the number of taps is odd.</summary>
    private readonly int First(int pair) => Math.Min(2 * pair, Width - 2);

    /// <summary>Restricts this copy to one part of the lines.</summary>
    private void Cut(int part, int parts)
    {
        (firstLine, endLine) = Partition.Range(Lines, part, parts);
        Span<float> own = Scratch.Slice(part * SlotLength(Plan, Batch), SlotLength(Plan, Batch));
        slot = own[..Plan.SlotLength(Batch)];
        chains = own.Slice(slot.Length, ChainsLength(Plan));
        ends = own[(slot.Length + chains.Length)..];
    }

    private readonly ref float Prepare(int image, int images)
    {
        PaddedImage padded = Plan.Source;
        if (!padded.IsCopied)
        {
            return ref MemoryMarshal.GetReference(X[(image * padded.SourceLength)..]);
        }

        for (int i = 0; i < images; i++)
        {
            ReadOnlySpan<float> x = X.Slice((image + i) * padded.SourceLength, padded.SourceLength);
            padded.Fill(x, slot.Slice(i * padded.Length, padded.Length), 0, int.MaxValue);
        }

        // Safety: the slot holds the padded images, inside which all taps of all pixels lie.
        return ref MemoryMarshal.GetReference(slot);
    }

    private readonly void Pass<V>(ref float source, int image, int firstRow, int endRow)
        where V : struct, ISimd<V>
    {
        ReadOnlySpan<float> dy = Dy[(((image * Plan.Height) + firstRow) * Plan.RowLength)..];
        for (int row = 0; row < endRow - firstRow; row++)
        {
            ReadOnlySpan<float> pixels = dy.Slice(row * Plan.RowLength, Plan.RowLength);
            pixels[..PairPanel.Outputs].CopyTo(ends[(((2 * row) * Panels.Width) + PairPanel.Outputs)..]);
            pixels[^PairPanel.Outputs..].CopyTo(ends[(((2 * row) + 1) * Panels.Width)..]);
        }

        var layout = new TileLayout
        {
            Segments = endRow - firstRow,
            Offsets = ref PixelRows[firstRow],
            Length = Plan.Width,
            ARow = Height > 1 ? Phase.Offsets[1] - Phase.Offsets[0] : 0,
            AColumn = Plan.Edge,
            BRow = PairPanel.Outputs,
            CRow = Pairs * Panels.Width,
        };
        for (int line = firstLine; line < endLine; )
        {
            int row = line % Height;
            int rows = Share(Math.Min(Height - row, endLine - line), TapKernel.MostRows);
            for (int pair = 0; pair < Pairs; )
            {
                int pairs = Share(Pairs - pair, TapKernel.MostPairs);
                int tap = First(pair);

                // Safety: taps and pixels lie inside the padded images, dy and the chains, whose lengths Convolution has checked.
                TapKernel.Run<V>(
                    rows,
                    pairs,
                    in layout,
                    ref Unsafe.Add(ref source, Phase.Offsets[row] + (tap * Plan.Edge) + (line / Height)),
                    (First(pair + 1) - tap) * Plan.Edge,
                    (First(pair + 2) - tap) * Plan.Edge,
                    ref MemoryMarshal.GetReference(dy),
                    ref MemoryMarshal.GetReference(ends),
                    ref chains[((line * Pairs) + pair) * Panels.Width]
                );
                pair += pairs;
            }

            line += rows;
        }
    }

    /// <summary>What the first of some tiles of about the same size takes of <paramref name="count"/>.</summary>
    private static int Share(int count, int most)
    {
        int tiles = (count + most - 1) / most;
        return (count + tiles - 1) / tiles;
    }

    /// <summary>The chains begin with 0 or with dw.</summary>
    private readonly void Begin()
    {
        chains.Clear();
        for (int line = firstLine; line < endLine && Accumulates; line++)
        {
            for (int pair = 0; pair < Pairs; pair++)
            {
                Span<float> chain = chains.Slice(((line * Pairs) + pair) * Panels.Width, Panels.Width);
                Filters(line, First(pair))[..PairPanel.Outputs].CopyTo(chain[PairPanel.Outputs..]);
                Filters(line, First(pair) + 1)[..PairPanel.Outputs].CopyTo(chain);
            }
        }
    }

    /// <summary>dw is where the chains end; the padding of its panel becomes 0.</summary>
    private readonly void Finish()
    {
        for (int line = firstLine; line < endLine; line++)
        {
            for (int pair = 0; pair < Pairs; pair++)
            {
                Span<float> chain = chains.Slice(((line * Pairs) + pair) * Panels.Width, Panels.Width);
                Span<float> first = Filters(line, First(pair));
                Span<float> second = Filters(line, First(pair) + 1);
                chain[PairPanel.Outputs..].CopyTo(first);
                chain[..PairPanel.Outputs].CopyTo(second);
                first[PairPanel.Outputs..].Clear();
                second[PairPanel.Outputs..].Clear();
            }
        }
    }

    /// <summary>The row of dw that belongs to a line and one of its taps.</summary>
    private readonly Span<float> Filters(int line, int tap)
    {
        int row = (((line % Height * Width) + tap) * Plan.GroupInputs) + (line / Height);
        return Dw.Slice(row * Panels.Width, Panels.Width);
    }
}
