using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// dU = Σ over all tiles of the batch, first to last, of (Bᵀ d B) ⊙ (A dy Aᵀ): for every place of a patch the product of two matrices
/// whose inner dimension is the tiles. Parts are ranges of places; each transforms for itself what its products read, which costs little
/// beside them.
/// </summary>
internal ref struct WinogradGradientJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floating-point operations a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 21;

    /// <summary>Tiles of a block: the inner dimension of a product.</summary>
    private const int MostTiles = 48;

    /// <summary>One cache line between matrices, so that the places of a patch are never a power of two apart.</summary>
    private const int Gap = Panels.Width;

    /// <summary>The convolution that runs forward.</summary>
    public Correlation Plan;

    /// <summary>dy with the zeros that make its tiles whole.</summary>
    public PaddedImage Result;
    public int Batch;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Dy;

    /// <summary>Panels of [16 · <see cref="Winograd.PlaceRows"/>, outputs].</summary>
    public Span<float> Du;

    /// <summary>Room for the padded images and the matrices of every part.</summary>
    public Span<float> Scratch;

    private int parts;
    private int firstPlace;
    private int endPlace;
    private Span<float> source;
    private Span<float> result;
    private Span<float> patches;
    private Span<float> gradients;

    private readonly int Columns => Plan.Phases[0].Columns;

    /// <summary>Floats of scratch that one part needs.</summary>
    public static int SlotLength(Correlation plan, PaddedImage result, int batch) =>
        plan.PaddedLength(batch) + PaddedLength(plan, result, batch) + MatricesLength(plan.GroupInputs) + MatricesLength(plan.GroupOutputs);

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        long flops = 2L * Batch * Plan.Rows * Columns * Plan.PanelRows * Plan.GroupOutputs;
        parts = Partition.Count(flops, Grain, Math.Min(team.Threads, Winograd.Places));
        parts = Math.Min(parts, Scratch.Length / SlotLength(Plan, Result, Batch));
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        WinogradGradientJob own = this;
        own.Cut(part, parts);
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Restricts this copy to one part of the places.</summary>
    public void Cut(int part, int parts)
    {
        (firstPlace, endPlace) = Partition.Range(Winograd.Places, part, parts);
        int length = SlotLength(Plan, Result, Batch);
        Span<float> slot = Scratch.Slice(part * length, length);
        source = slot[..Plan.PaddedLength(Batch)];
        slot = slot[source.Length..];
        result = slot[..PaddedLength(Plan, Result, Batch)];
        slot = slot[result.Length..];
        patches = slot[..MatricesLength(Plan.GroupInputs)];
        gradients = slot[patches.Length..];
    }

    /// <summary>Computes the places, image by image, block of tiles by block.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        source.Clear();
        result.Clear();
        int most = Plan.ImagesPerBlock(Batch);
        for (int image = 0; image < Batch; image += most)
        {
            int images = Math.Min(most, Batch - image);
            ref float x = ref Prepare(Plan.Source, X, source, image, images);
            ref float dy = ref Prepare(Result, Dy, result, image, images);
            int tiles = images * Plan.Rows * Columns;
            int blocks = (tiles + MostTiles - 1) / MostTiles;
            for (int block = 0; block < blocks; block++)
            {
                (int start, int end) = Partition.Range(tiles, block, blocks);
                Transform<V>(ref x, ref dy, start, end);
                for (int place = firstPlace; place < endPlace; place++)
                {
                    Multiply<V>(place, end - start, begins: image == 0 && block == 0);
                }
            }
        }
    }

    private static int PaddedLength(Correlation plan, PaddedImage image, int batch) =>
        image.IsCopied ? checked(plan.ImagesPerBlock(batch) * image.Length) : 0;

    private static int MatricesLength(int channels) => Winograd.Places * ((MostTiles * channels) + Gap);

    private static ref float Prepare(PaddedImage padded, ReadOnlySpan<float> batch, Span<float> room, int image, int images)
    {
        if (!padded.IsCopied)
        {
            return ref MemoryMarshal.GetReference(batch[(image * padded.SourceLength)..]);
        }

        for (int i = 0; i < images; i++)
        {
            ReadOnlySpan<float> own = batch.Slice((image + i) * padded.SourceLength, padded.SourceLength);
            padded.Fill(own, room.Slice(i * padded.Length, padded.Length), 0, int.MaxValue);
        }

        // Safety: the room holds the padded images, inside which all patches and tiles lie.
        return ref MemoryMarshal.GetReference(room);
    }

    private readonly void Transform<V>(ref float x, ref float dy, int start, int end)
        where V : struct, ISimd<V>
    {
        int tiles = end - start;
        int channels = Plan.GroupInputs;
        int outputs = Plan.GroupOutputs;
        nint patch = (tiles * channels) + Gap;
        nint gradient = (tiles * outputs) + Gap;
        for (int tile = 0; tile < tiles; tile++)
        {
            // Safety: the padded images hold whole patches and tiles, the rooms 16 matrices of the block's tiles.
            (int line, int column) = Math.DivRem(start + tile, Columns);
            (int image, int row) = Math.DivRem(line, Plan.Rows);
            ref float from = ref Unsafe.Add(
                ref x,
                Plan.Phases[0].Offsets[0]
                    + (image * Plan.Source.Length)
                    + (row * Plan.RowStep * Plan.Source.RowLength)
                    + (column * Plan.ColumnStep * channels)
            );
            ref float to = ref patches[tile * channels];
            for (int c = 0; c < channels; c += V.Count)
            {
                WinogradPatch.Run<V, WinogradData>(
                    ref Unsafe.Add(ref from, c),
                    Plan.Source.RowLength,
                    channels,
                    ref Unsafe.Add(ref to, c),
                    Winograd.Patch * patch,
                    patch,
                    accumulates: false
                );
            }

            from = ref Unsafe.Add(
                ref dy,
                (image * Result.Length) + (row * Plan.Stride.Height * Result.RowLength) + (column * Plan.Stride.Width * outputs)
            );
            to = ref gradients[tile * Panels.Width];
            for (int o = 0; o < outputs; o += V.Count)
            {
                WinogradPatch.Run<V, WinogradResultGradient>(
                    ref Unsafe.Add(ref from, o),
                    Result.RowLength,
                    outputs,
                    ref Unsafe.Add(ref to, Place(o, tiles * Panels.Width)),
                    Winograd.Patch * gradient,
                    gradient,
                    accumulates: false
                );
            }
        }
    }

    private readonly void Multiply<V>(int place, int tiles, bool begins)
        where V : struct, ISimd<V>
    {
        int n = Plan.GroupOutputs;
        for (int j = 0; j < n; j += 2 * V.Count)
        {
            if (j + V.Count < n)
            {
                Strip<V, Two>(place, tiles, j, begins, MicroKernel.MaxRows<V>());
            }
            else
            {
                Strip<V, One>(place, tiles, j, begins, 12);
            }
        }
    }

    private readonly void Strip<V, TVectors>(int place, int tiles, int j, bool begins, int mostRows)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        int channels = Plan.GroupInputs;
        nint panel = (nint)Plan.PanelRows * Panels.Width;
        nint ownPanel = (nint)tiles * Panels.Width;
        int offset = 0;
        var layout = new TileLayout
        {
            Segments = 1,
            Offsets = ref offset,
            Length = tiles,
            ARow = 1,
            AColumn = channels,
            BRow = Panels.Width,
            BVector = Place(j + V.Count, ownPanel) - Place(j, ownPanel),
            StartRow = Panels.Width,
            StartVector = Place(j + V.Count, panel) - Place(j, panel),
            CRow = Panels.Width,
            CVector = Place(j + V.Count, panel) - Place(j, panel),
        };
        // Safety: the matrices of this block and the panels of dU hold the product.
        ref float a = ref patches[place * ((tiles * channels) + Gap)];
        ref float b = ref Unsafe.Add(ref gradients[place * ((tiles * Plan.GroupOutputs) + Gap)], Place(j, ownPanel));
        ref float c = ref Unsafe.Add(
            ref MemoryMarshal.GetReference(Du),
            Place(j, panel) + ((nint)place * Winograd.PlaceRows(channels) * Panels.Width)
        );
        int runs = (channels + mostRows - 1) / mostRows;
        for (int run = 0; run < runs; run++)
        {
            (int i, int end) = Partition.Range(channels, run, runs);
            ref float to = ref Unsafe.Add(ref c, (nint)i * Panels.Width);
            ref float start = ref begins ? ref Unsafe.NullRef<float>() : ref to;
            TileKernel.Run<V, TVectors>(end - i, in layout, ref Unsafe.Add(ref a, i), ref b, ref start, ref to);
        }
    }

    /// <summary>Position of a column in panels that are <paramref name="panel"/> floats apart.</summary>
    private static nint Place(nint column, nint panel) => ((column >> 4) * panel) + (column & 15);
}
