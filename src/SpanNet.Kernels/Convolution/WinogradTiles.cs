using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The tiles in some rows of some images by <see cref="Winograd"/>: block by block their patches are transformed into 16 matrices
/// [tiles, channels], these are multiplied with those of the filters, one or two vectors of outputs at a time, and the products become
/// pixels, all of it in the cache.
/// </summary>
internal readonly ref struct WinogradTiles
{
    /// <summary>Tiles of a block: four of the highest tiles of the matrix product.</summary>
    private const int MostTiles = 48;

    /// <summary>One cache line between matrices, so that the places of a patch are never a power of two apart.</summary>
    private const int Gap = Panels.Width;

    private readonly Correlation plan;
    private readonly ReadOnlySpan<float> filters;
    private readonly ReadOnlySpan<float> bias;
    private readonly bool accumulates;
    private readonly Span<float> c;
    private readonly Span<float> patches;
    private readonly Span<float> products;
    private readonly int image;
    private readonly int images;
    private readonly int first;
    private readonly int rows;
    private readonly int columns;

    public WinogradTiles(CorrelationJob job, int image, int images, int first, int end)
    {
        plan = job.Plan;
        filters = job.Filters;
        bias = job.Bias;
        accumulates = job.Accumulates;
        c = job.C;
        patches = job.Room[..PatchesLength(plan)];
        products = job.Room[PatchesLength(plan)..];
        this.image = image;
        this.images = images;
        this.first = first;
        rows = end - first;
        columns = plan.Phases[0].Columns;
    }

    /// <summary>Floats of scratch that a block of tiles needs.</summary>
    public static int RoomLength(Correlation plan) => PatchesLength(plan) + (Winograd.Places * ((MostTiles * 2 * Panels.Width) + Gap));

    /// <summary>Computes them; <paramref name="source"/> is the first padded image.</summary>
    public void Run<V>(ref float source)
        where V : struct, ISimd<V>
    {
        int n = plan.GroupOutputs;
        int tiles = images * rows * columns;
        int blocks = (tiles + MostTiles - 1) / MostTiles;
        for (int block = 0; block < blocks; block++)
        {
            (int start, int end) = Partition.Range(tiles, block, blocks);
            Transform<V>(ref source, start, end);
            for (int j = 0; j < n; j += 2 * V.Count)
            {
                if (j + V.Count < n)
                {
                    Multiply<V, Two>(end - start, j, MicroKernel.MaxRows<V>());
                    Finish<V, Two>(start, end, j);
                }
                else
                {
                    Multiply<V, One>(end - start, j, 12);
                    Finish<V, One>(start, end, j);
                }
            }
        }
    }

    private static int PatchesLength(Correlation plan) => Winograd.Places * ((MostTiles * plan.GroupInputs) + Gap);

    /// <summary>V = Bᵀ d B for the patches of tiles [start, end).</summary>
    private void Transform<V>(ref float source, int start, int end)
        where V : struct, ISimd<V>
    {
        int channels = plan.GroupInputs;
        nint matrix = ((nint)(end - start) * channels) + Gap;
        nint row = plan.Source.RowLength;
        ref float to = ref MemoryMarshal.GetReference(patches);
        for (int tile = start; tile < end; tile++)
        {
            (int i, int h, int w) = Place(tile);

            // Safety: the padded image holds the whole patch of every tile, and the room 16 matrices of the block's tiles.
            ref float from = ref Unsafe.Add(
                ref source,
                plan.Phases[0].Offsets[0]
                    + ((nint)i * plan.Source.Length)
                    + ((first + h) * plan.RowStep * row)
                    + ((nint)w * plan.ColumnStep * channels)
            );
            for (int channel = 0; channel < channels; channel += V.Count)
            {
                WinogradPatch.Run<V, WinogradData>(
                    ref Unsafe.Add(ref from, channel),
                    row,
                    channels,
                    ref Unsafe.Add(ref to, channel),
                    Winograd.Patch * matrix,
                    matrix,
                    accumulates: false
                );
            }

            to = ref Unsafe.Add(ref to, channels);
        }
    }

    /// <summary>The 16 products of the block's patches with one or two vectors of filters.</summary>
    private void Multiply<V, TVectors>(int tiles, int j, int mostRows)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        int channels = plan.GroupInputs;
        nint panel = (nint)plan.PanelRows * Panels.Width;
        int offset = 0;
        int width = TVectors.Value * V.Count;
        var layout = new TileLayout
        {
            Segments = 1,
            Offsets = ref offset,
            Length = channels,
            ARow = channels,
            AColumn = 1,
            BRow = Panels.Width,
            BVector = Place(j + V.Count, panel) - Place(j, panel),
            CRow = width,
            CVector = V.Count,
        };
        int runs = (tiles + mostRows - 1) / mostRows;
        for (int place = 0; place < Winograd.Places; place++)
        {
            ref float b = ref Unsafe.Add(
                ref MemoryMarshal.GetReference(filters),
                Place(j, panel) + ((nint)place * Winograd.PlaceRows(channels) * Panels.Width)
            );
            ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(patches), place * (((nint)tiles * channels) + Gap));
            ref float m = ref Unsafe.Add(ref MemoryMarshal.GetReference(products), place * (((nint)tiles * width) + Gap));
            for (int run = 0; run < runs; run++)
            {
                (int start, int end) = Partition.Range(tiles, run, runs);
                TileKernel.Run<V, TVectors>(
                    end - start,
                    in layout,
                    ref Unsafe.Add(ref a, (nint)start * channels),
                    ref b,
                    ref Unsafe.NullRef<float>(),
                    ref Unsafe.Add(ref m, (nint)start * width)
                );
            }
        }
    }

    /// <summary>y = Aᵀ m A + start for tiles [start, end) and one or two vectors of outputs.</summary>
    private void Finish<V, TVectors>(int start, int end, int j)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        int n = plan.GroupOutputs;
        int width = TVectors.Value * V.Count;
        nint matrix = ((nint)(end - start) * width) + Gap;
        ref float from = ref MemoryMarshal.GetReference(products);
        for (int tile = start; tile < end; tile++)
        {
            (int i, int h, int w) = Place(tile);
            int row = (first + h) * plan.Stride.Height;
            int column = w * plan.Stride.Width;
            nint down = row + 1 < plan.Height ? plan.RowLength : 0;
            nint right = column + 1 < plan.Width ? n : 0;
            ref float to = ref Unsafe.Add(
                ref MemoryMarshal.GetReference(c),
                ((nint)(image + i) * plan.Length) + ((nint)row * plan.RowLength) + ((nint)column * n) + j
            );
            for (int v = 0; v < width; v += V.Count)
            {
                ref float y = ref Unsafe.Add(ref to, v);
                WinogradPatch.Pixels(
                    ref Unsafe.Add(ref from, v),
                    Winograd.Patch * matrix,
                    matrix,
                    out V y00,
                    out V y01,
                    out V y10,
                    out V y11
                );
                if (accumulates)
                {
                    y11 += V.Load(ref y, down + right);
                    y10 += V.Load(ref y, down);
                    y01 += V.Load(ref y, right);
                    y00 += V.Load(ref y, 0);
                }
                else if (!bias.IsEmpty)
                {
                    V b = V.Load(ref MemoryMarshal.GetReference(bias), j + v);
                    y00 += b;
                    y01 += b;
                    y10 += b;
                    y11 += b;
                }

                // A pixel beyond the edge lies on the one before it, which overwrites it.
                y11.Store(ref y, down + right);
                y10.Store(ref y, down);
                y01.Store(ref y, right);
                y00.Store(ref y, 0);
            }

            from = ref Unsafe.Add(ref from, width);
        }
    }

    /// <summary>Where a tile lies: image, row and column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (int Image, int Row, int Column) Place(int tile) => (tile / (rows * columns), tile / columns % rows, tile % columns);

    /// <summary>Position of a column in panels that are <paramref name="panel"/> floats apart.</summary>
    private static nint Place(nint column, nint panel) => ((column >> 4) * panel) + (column & 15);
}
