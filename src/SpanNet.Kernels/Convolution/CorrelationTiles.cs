using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The pixels of one phase in some rows of some images, tile by tile: a tile is a run of pixels times one or two vectors of channels.
/// The runs lie along the columns, or along rows or images where images are so narrow that tiles would be small.
/// </summary>
internal readonly ref struct CorrelationTiles
{
    private readonly CorrelationJob job;
    private readonly CorrelationPhase phase;
    private readonly int image;
    private readonly Span<float> c;
    private readonly Axis images;
    private readonly Axis rows;
    private readonly Axis columns;

    public CorrelationTiles(CorrelationJob job, CorrelationPhase phase, int image, int images, int first, int end)
    {
        Correlation plan = job.Plan;
        this.job = job;
        this.phase = phase;
        this.image = image;
        c = job.C;
        this.images = new Axis(0, images, plan.Source.Length, plan.Length);
        rows = new Axis(first, end - first, plan.RowStep * plan.Source.RowLength, plan.Stride.Height * plan.RowLength);
        columns = new Axis(0, phase.Columns, plan.ColumnStep * plan.Source.Channels, plan.Stride.Width * plan.Outputs);
    }

    private CorrelationTiles(CorrelationTiles whole, Axis columns)
    {
        this = whole;
        this.columns = columns;
    }

    /// <summary>Computes them; <paramref name="source"/> is the first padded image.</summary>
    public void Run<V>(ref float source)
        where V : struct, ISimd<V>
    {
        if (rows.Count <= 0)
        {
            return;
        }

        int n = job.Plan.GroupOutputs;
        bool pairs = phase.HasPairs(job.Plan.Edge);
        for (int group = 0; group < job.Plan.Groups; group++)
        {
            for (int j = 0; j < n; j += 2 * V.Count)
            {
                if (j + V.Count < n)
                {
                    Passes<V, OnePixel<Two>>(ref source, group, j);
                }
                else if (pairs && j + V.Count == n)
                {
                    Pairs().Passes<V, PixelPair<Two>>(ref source, group, j);
                    Odd().Passes<V, OnePixel<One>>(ref source, group, j);
                }
                else if (V.Count == 2 * n && job.Plan.PairLength > 0)
                {
                    Pairs().Passes<V, PixelPair<One>>(ref source, group, j);
                    Odd().Passes<V, OnePixel<One>>(ref source, group, j);
                }
                else
                {
                    Passes<V, OnePixel<One>>(ref source, group, j);
                }
            }
        }
    }

    /// <summary>The same with two neighbouring columns as one.</summary>
    private CorrelationTiles Pairs() => new(this, new Axis(0, columns.Count / 2, 2 * columns.Source, 2 * columns.Destination));

    /// <summary>The column that has no neighbour, if there is one.</summary>
    private CorrelationTiles Odd() => new(this, columns with { First = columns.Count & ~1, Count = columns.Count & 1 });

    private void Passes<V, TForm>(ref float source, int group, int j)
        where V : struct, ISimd<V>
        where TForm : struct, ITileForm
    {
        for (int pass = 0; pass < phase.Passes && columns.Count > 0; pass++)
        {
            Pass<V, TForm>(ref source, group, j, pass);
        }
    }

    private void Pass<V, TForm>(ref float source, int group, int j, int pass)
        where V : struct, ISimd<V>
        where TForm : struct, ITileForm
    {
        Correlation plan = job.Plan;
        int n = plan.GroupOutputs;
        int mostRows = TForm.Vectors > 1 ? MicroKernel.MaxRows<V>() : 12;
        (int segment, int endSegment) = phase.Pass(pass);
        (Axis along, Axis across, Axis outer) = Directions(mostRows, TForm.Vectors);

        // Safety: the entry points have checked that the buffers hold whole batches; every tile lies in its padded image and its rows.
        ref float a = ref Unsafe.Add(ref source, rows.FirstSource + columns.FirstSource + (group * plan.GroupInputs));
        ref float to = ref Unsafe.Add(
            ref MemoryMarshal.GetReference(c),
            ((nint)image * plan.Length) + phase.Destination + rows.FirstDestination + columns.FirstDestination + (group * n) + j
        );
        bool continues = pass > 0 || job.Accumulates;
        var layout = new TileLayout
        {
            Segments = endSegment - segment,
            Offsets = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(phase.Offsets), segment),
            Length = phase.SegmentLength,
            ARow = along.Source,
            AColumn = 1,
            BRow = Panels.Width,
            StartRow = continues ? along.Destination : 0,
            CRow = along.Destination,
        };
        if (TForm.IsPair)
        {
            layout.Edge = plan.Edge;
            layout.CVector = plan.Stride.Width * plan.Outputs;
            layout.StartVector = continues ? layout.CVector : 0;
        }
        else
        {
            nint panel = (nint)plan.PanelRows * Panels.Width;
            layout.BVector = Place(j + V.Count, panel) - Place(j, panel);
            layout.CVector = layout.StartVector = V.Count;
        }

        ref float b = ref Filters<TForm>(group, j, segment);
        ref float bias = ref Bias<TForm>((group * n) + j);
        int tiles = (along.Count + mostRows - 1) / mostRows;
        (int height, int higher) = Math.DivRem(along.Count, tiles);
        for (int o = 0; o < outer.Count; o++)
        {
            for (int i = 0; i < across.Count; i++)
            {
                nint from = ((nint)o * outer.Source) + ((nint)i * across.Source);
                nint at = ((nint)o * outer.Destination) + ((nint)i * across.Destination);
                for (int tile = 0, begin = 0, end; tile < tiles; tile++, begin = end)
                {
                    end = begin + height + (tile < higher ? 1 : 0);
                    ref float ta = ref Unsafe.Add(ref a, from + ((nint)begin * along.Source));
                    ref float tc = ref Unsafe.Add(ref to, at + ((nint)begin * along.Destination));
                    ref float start = ref continues ? ref tc : ref bias;
                    TForm.Run<V>(end - begin, in layout, ref ta, ref b, ref start, ref tc, n - j);
                }
            }
        }
    }

    /// <summary>Where the filters begin that a pass reads from segment <paramref name="segment"/> on.</summary>
    private ref float Filters<TForm>(int group, int j, int segment)
        where TForm : struct, ITileForm
    {
        Correlation plan = job.Plan;
        if (TForm.IsPair && TForm.Vectors == 1)
        {
            return ref job.Room[PairPanel.Length(segment, phase.SegmentLength, plan.Edge)];
        }

        nint panel = (nint)plan.PanelRows * Panels.Width;
        nint row = phase.FirstRow + ((nint)segment * phase.SegmentLength);
        return ref Unsafe.Add(
            ref MemoryMarshal.GetReference(job.Filters),
            (group * panel * Panels.Count(plan.GroupOutputs)) + Place(j, panel) + (row * Panels.Width)
        );
    }

    /// <summary>Where chains of output <paramref name="output"/> and those behind it begin; a null reference: with 0.</summary>
    private ref float Bias<TForm>(int output)
        where TForm : struct, ITileForm
    {
        ReadOnlySpan<float> bias = TForm.IsPair && TForm.Vectors == 1 && !job.Bias.IsEmpty ? job.Room : job.Bias;
        return ref bias.IsEmpty ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref MemoryMarshal.GetReference(bias), output);
    }

    /// <summary>Along which axis tiles lie: the columns, unless their tiles have too few chains to hide a latency and another axis has higher ones.</summary>
    private (Axis Along, Axis Across, Axis Outer) Directions(int mostRows, int vectors)
    {
        const int enough = 8;
        int height = TileHeight(columns.Count, mostRows);
        int byRows = TileHeight(rows.Count, mostRows);
        int byImages = TileHeight(images.Count, mostRows);
        return height * vectors >= enough || height + 1 >= Math.Max(byRows, byImages) ? (columns, rows, images)
            : byRows >= byImages ? (rows, columns, images)
            : (images, columns, rows);
    }

    private static int TileHeight(int count, int mostRows) => count / ((count + mostRows - 1) / mostRows);

    /// <summary>Position of a column in panels that are <paramref name="panel"/> floats apart.</summary>
    private static nint Place(nint column, nint panel) => ((column >> 4) * panel) + (column & 15);

    /// <summary>One axis of the pixels: the first, how many there are, and how far apart they lie in the source and in the destination.</summary>
    private readonly record struct Axis(int First, int Count, int Source, int Destination)
    {
        public nint FirstSource => (nint)First * Source;

        public nint FirstDestination => (nint)First * Destination;
    }
}
