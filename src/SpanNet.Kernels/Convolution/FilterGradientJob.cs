using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// dw(tap, c, o) = Σ over all pixels of the batch, first to last, of x(tap, c)·dy(o): products whose inner dimension is the pixels.
/// Parts are ranges of tiles of dw; each pads the images for itself, which costs little beside the products.
/// </summary>
internal ref struct FilterGradientJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floating-point operations a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 21;

    /// <summary>Pixels of a pass: 256 × 32 floats of dy (32 KiB, half of it with AVX2) stay near while tiles walk over channels and taps.</summary>
    public const int MostPixels = 256;

    /// <summary>The convolution that runs forward: its chains are the rows of dw.</summary>
    public Correlation Plan;

    /// <summary>Where each row of pixels of a block begins in the padded images.</summary>
    public int[] PixelRows;

    public int Batch;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Dy;
    public Span<float> Dw;
    public bool Accumulates;

    /// <summary>Room for the padded images of every part, and for one panel of dy.</summary>
    public Span<float> Scratch;

    private int parts;
    private int part;
    private Span<float> slot;
    private Span<float> lastPanel;

    private readonly CorrelationPhase Phase => Plan.Phases[0];

    /// <summary>True when the numbers that a tap reads are those of the tap before, a pixel later, and enough channels make tall tiles.</summary>
    private readonly bool HasPairs => Plan.ColumnStep == 1 && Plan.GroupInputs >= 4 && Phase.HasPairs(Plan.Edge);

    /// <summary>Floats of scratch that one part needs.</summary>
    public static int SlotLength(Correlation plan, int batch) => plan.SlotLength(batch) + PanelLength(plan);

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        long flops = 2L * Batch * Plan.Height * Plan.RowLength * Plan.PanelRows;
        parts = Math.Min(Partition.Count(flops, Grain, team.Threads), Scratch.Length / SlotLength(Plan, Batch));
        team.Run(this, parts);
        ClearPadding();
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        FilterGradientJob own = this;
        own.Cut(part, parts);
        SimdWidth.Run(ref own, FilterWidth.Of(Plan.GroupOutputs));
    }

    /// <summary>Restricts this copy to one part of the tiles.</summary>
    public void Cut(int part, int parts)
    {
        this.part = part;
        this.parts = parts;
        Span<float> own = Scratch.Slice(part * SlotLength(Plan, Batch), SlotLength(Plan, Batch));
        slot = own[..Plan.SlotLength(Batch)];
        lastPanel = own[Plan.SlotLength(Batch)..];
    }

    /// <summary>Computes the tiles: block of images by block, pass of pixels by pass.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        slot.Clear();
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
    }

    /// <summary>Columns of the last panel that no output owns become 0.</summary>
    public readonly void ClearPadding()
    {
        int used = Plan.GroupOutputs % Panels.Width;
        if (used == 0)
        {
            return;
        }

        int length = Panels.Length(Plan.PanelRows, Plan.GroupOutputs);
        for (int group = 0; group < Plan.Groups; group++)
        {
            Span<float> last = Dw.Slice(((group + 1) * length) - (Plan.PanelRows * Panels.Width), Plan.PanelRows * Panels.Width);
            for (int row = 0; row < Plan.PanelRows; row++)
            {
                last.Slice((row * Panels.Width) + used, Panels.Width - used).Clear();
            }
        }
    }

    private static int RowsOfPass(Correlation plan) => Math.Max(1, MostPixels / plan.Width);

    private static int PanelLength(Correlation plan) => RowsOfPass(plan) * plan.Width * Panels.Width;

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
        int n = Plan.GroupOutputs;
        int whole = n / V.Count;
        int pairs = (whole + 1) / 2;
        int columnTiles = pairs + (n % V.Count == 0 ? 0 : 1);
        int lines = Phase.Offsets.Length;
        int perGroup = columnTiles * lines;
        int pixels = (endRow - firstRow) * Plan.Width;
        int pixel = ((image * Plan.Height) + firstRow) * Plan.Width;
        bool begins = image == 0 && firstRow == 0 && !Accumulates;
        (int first, int end) = Partition.Range(Plan.Groups * perGroup, part, parts);
        int packed = -1;
        for (int tile = first; tile < end; tile++)
        {
            int group = tile / perGroup;
            int column = tile % perGroup / lines;
            int line = tile % lines;
            ReadOnlySpan<float> dy = Dy[((pixel * Plan.Outputs) + (group * n))..];
            bool isRest = column == pairs;
            if (isRest && packed != group)
            {
                packed = group;
                Panels.Pack(dy, Plan.Outputs, lastPanel[..(pixels * Panels.Width)], pixels, n, n / Panels.Width);
            }

            int j = isRest ? whole * V.Count : column * 2 * V.Count;

            // Safety: lines, columns and pixels lie inside the padded images, dy and dw, whose lengths Convolution has checked.
            ref float a = ref Unsafe.Add(ref source, Phase.Offsets[line] + (group * Plan.GroupInputs));
            ref float b = ref isRest ? ref lastPanel[j % Panels.Width] : ref Unsafe.Add(ref MemoryMarshal.GetReference(dy), j);
            int row = (group * Panels.Count(n) * Plan.PanelRows) + (line * Phase.SegmentLength);
            ref float c = ref Dw[row * Panels.Width];
            if (!isRest && j + V.Count < whole * V.Count)
            {
                Line<V, Two>(ref a, ref b, Plan.Outputs, ref c, j, firstRow, endRow, begins, MicroKernel.MaxRows<V>());
            }
            else if (!isRest && HasPairs)
            {
                Pairs<V>(ref a, ref b, ref c, j, firstRow, endRow, begins);
            }
            else
            {
                Line<V, One>(ref a, ref b, isRest ? Panels.Width : Plan.Outputs, ref c, j, firstRow, endRow, begins, 12);
            }
        }
    }

    /// <summary>The rows of dw that one segment of the chains makes, times one or two vectors of outputs.</summary>
    private readonly void Line<V, TVectors>(
        ref float a,
        ref float b,
        int bRow,
        ref float c,
        int j,
        int firstRow,
        int endRow,
        bool begins,
        int mostRows
    )
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        nint panel = (nint)Plan.PanelRows * Panels.Width;
        nint place = Place(j, panel);
        TileLayout layout = Layout(firstRow, endRow, bRow, Place(j + V.Count, panel) - place);
        layout.BVector = V.Count;
        int tiles = (Phase.SegmentLength + mostRows - 1) / mostRows;
        for (int tile = 0; tile < tiles; tile++)
        {
            (int i, int end) = Partition.Range(Phase.SegmentLength, tile, tiles);
            ref float tc = ref Unsafe.Add(ref c, place + (i * Panels.Width));
            ref float start = ref begins ? ref Unsafe.NullRef<float>() : ref tc;
            TileKernel.Run<V, TVectors>(end - i, in layout, ref Unsafe.Add(ref a, i), ref b, ref start, ref tc);
        }
    }

    /// <summary>The rows of dw that one kernel row makes, times one vector of outputs: two neighbouring taps of some channels at a time.</summary>
    private readonly void Pairs<V>(ref float a, ref float b, ref float c, int j, int firstRow, int endRow, bool begins)
        where V : struct, ISimd<V>
    {
        int channels = Plan.GroupInputs;
        TileLayout layout = Layout(firstRow, endRow, Plan.Outputs, channels * Panels.Width);
        layout.Edge = 1;
        c = ref Unsafe.Add(ref c, Place(j, (nint)Plan.PanelRows * Panels.Width));
        int tiles = (channels + MicroKernel.MaxRows<V>() - 1) / MicroKernel.MaxRows<V>();
        for (int row = 0; row < Phase.SegmentLength; row += 2 * channels)
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                (int i, int end) = Partition.Range(channels, tile, tiles);
                ref float ta = ref Unsafe.Add(ref a, row + i);
                ref float tc = ref Unsafe.Add(ref c, (row + i) * Panels.Width);
                ref float start = ref begins ? ref Unsafe.NullRef<float>() : ref tc;
                if (row + channels < Phase.SegmentLength)
                {
                    PairKernel.Run<V, Two>(end - i, in layout, ref ta, ref b, ref start, ref tc);
                }
                else
                {
                    TileKernel.Run<V, One>(end - i, in layout, ref ta, ref b, ref start, ref tc);
                }
            }
        }
    }

    private readonly TileLayout Layout(int firstRow, int endRow, int bRow, nint nextVector) =>
        new()
        {
            Segments = endRow - firstRow,
            Offsets = ref PixelRows[firstRow],
            Length = Plan.Width,
            ARow = 1,
            AColumn = Plan.Edge,
            BRow = bRow,
            StartRow = Panels.Width,
            StartVector = nextVector,
            CRow = Panels.Width,
            CVector = nextVector,
        };

    /// <summary>Position of a column in panels that are <paramref name="panel"/> floats apart.</summary>
    private static nint Place(nint column, nint panel) => ((column >> 4) * panel) + (column & 15);
}
