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
    private readonly int first;
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
        this.first = first;
        c = job.C;
        this.images = new Axis(images, plan.Source.Length, plan.Length);
        rows = new Axis(end - first, plan.RowStep * plan.Source.RowLength, plan.Stride.Height * plan.RowLength);
        columns = new Axis(phase.Columns, plan.ColumnStep * plan.Source.Channels, plan.Stride.Width * plan.Outputs);
    }

    /// <summary>Computes them; <paramref name="source"/> is the first padded image.</summary>
    public void Run<V>(ref float source)
        where V : struct, ISimd<V>
    {
        if (rows.Count <= 0)
        {
            return;
        }

        Correlation plan = job.Plan;
        int n = plan.GroupOutputs;
        for (int group = 0; group < plan.Groups; group++)
        {
            for (int j = 0; j < n; j += 2 * V.Count)
            {
                for (int pass = 0; pass < phase.Passes; pass++)
                {
                    if (j + V.Count < n)
                    {
                        Pass<V, Two>(ref source, group, j, pass, MicroKernel.MaxRows<V>());
                    }
                    else
                    {
                        Pass<V, One>(ref source, group, j, pass, 12);
                    }
                }
            }
        }
    }

    private void Pass<V, TVectors>(ref float source, int group, int j, int pass, int mostRows)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        Correlation plan = job.Plan;
        int n = plan.GroupOutputs;
        (int segment, int endSegment) = phase.Pass(pass);
        nint panel = (nint)plan.PanelRows * Panels.Width;
        nint nextVector = Place(j + V.Count, panel) - Place(j, panel);
        (Axis along, Axis across, Axis outer) = Directions(mostRows, TVectors.Value);

        // Safety: the entry points have checked that the buffers hold whole batches; every tile lies in its padded image and its rows.
        ref float a = ref Unsafe.Add(ref source, ((nint)first * rows.Source) + (group * plan.GroupInputs));
        ref float b = ref Unsafe.Add(
            ref MemoryMarshal.GetReference(job.Filters),
            (group * panel * Panels.Count(n)) + Place(j, panel) + ((phase.FirstRow + ((nint)segment * phase.SegmentLength)) * Panels.Width)
        );
        ref float to = ref Unsafe.Add(
            ref MemoryMarshal.GetReference(c),
            ((nint)image * plan.Length) + phase.Destination + ((nint)first * rows.Destination) + (group * n) + j
        );
        bool continues = pass > 0 || job.Accumulates;
        ref float bias = ref job.Bias.IsEmpty
            ? ref Unsafe.NullRef<float>()
            : ref Unsafe.Add(ref MemoryMarshal.GetReference(job.Bias), (group * n) + j);
        var layout = new TileLayout
        {
            Segments = endSegment - segment,
            Offsets = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(phase.Offsets), segment),
            Length = phase.SegmentLength,
            ARow = along.Source,
            AColumn = 1,
            BRow = Panels.Width,
            BVector = nextVector,
            StartRow = continues ? along.Destination : 0,
            StartVector = V.Count,
            CRow = along.Destination,
            CVector = V.Count,
        };

        bool isRagged = j + (TVectors.Value * V.Count) > n;
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
                    if (isRagged)
                    {
                        RaggedTile.Run<V, TVectors>(end - begin, in layout, ref ta, ref b, ref start, ref tc, n - j);
                    }
                    else
                    {
                        TileKernel.Run<V, TVectors>(end - begin, in layout, ref ta, ref b, ref start, ref tc);
                    }
                }
            }
        }
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

    /// <summary>One axis of the pixels: how many there are, and how far apart they lie in the source and in the destination.</summary>
    private readonly record struct Axis(int Count, int Source, int Destination);
}
