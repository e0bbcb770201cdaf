using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The minimal filtering algorithm F(2×2, 3×3): a tile of 2×2 pixels comes from a patch of 4×4 pixels by 16 products where the direct
/// form needs 36. y = Aᵀ[Σ over channels of (G g Gᵀ) ⊙ (Bᵀ d B)]A + start, with the patch d, the filter g and the matrices
/// <see cref="WinogradData"/>, <see cref="WinogradFilter"/> and <see cref="WinogradResult"/>; start is the bias, the old value or nothing.
/// dx is the same with dy and the filters backwards; dg = Gᵀ[Σ over tiles of (A dy Aᵀ) ⊙ (Bᵀ d B)]G.
/// </summary>
/// <remarks>
/// Order of sums: a transform works down the columns, then along the rows, in the order of its matrix; each of the 16 sums is one chain of
/// fused multiply-adds from 0, over the channels (for dx the outputs) or over all tiles of the batch, image by image and row by row; start
/// is added last.
/// Errors: with normal numbers and 16 to 256 channels the root mean square is 0.6 to 0.8 of the direct form's for y and dx and the same for
/// dw: the chains are nine times, or four times, shorter, which outweighs the transforms.
/// A number that is not finite spoils those pixels that read it, as in the direct form; an infinity may become NaN there.
/// Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2016, section 4.1.
/// </remarks>
internal sealed class Winograd
{
    /// <summary>Rows and columns of a patch.</summary>
    public const int Patch = 4;

    /// <summary>Products of a tile: one for every place of a patch.</summary>
    public const int Places = Patch * Patch;

    /// <summary>Rows and columns of a tile.</summary>
    private const int Tile = 2;

    /// <summary>Images, or results, with fewer tiles do not repay the transform of the filters.</summary>
    private const int LeastTiles = 16;

    /// <summary>Nor do those with more transformed filters for each tile: one image alone would be slower than by the direct form.</summary>
    private const long MostFilters = 1 << 17;

    /// <summary>dy with zeros that make all of its tiles whole.</summary>
    private readonly PaddedImage result;

    /// <summary>Prepares a convolution that <see cref="Suits"/>.</summary>
    public Winograd(ConvolutionShape s)
    {
        (int Height, int Width, int Channels) image = (s.Height, s.Width, s.Channels);
        (int Height, int Width, int Channels) pixels = (s.OutputHeight, s.OutputWidth, s.Outputs);
        Forward = Of(image, pixels, s.Top, s.Left, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        Backward = Of(pixels, image, s.KernelHeight - 1 - s.Top, s.KernelWidth - 1 - s.Left, [8, 7, 6, 5, 4, 3, 2, 1, 0]);
        result = new PaddedImage(
            s.OutputHeight,
            s.OutputWidth,
            s.Outputs,
            top: 0,
            left: 0,
            Tile * Tiles(s.OutputHeight),
            Tile * Tiles(s.OutputWidth)
        );
    }

    /// <summary>y from x.</summary>
    public Correlation Forward { get; }

    /// <summary>dx from dy: the convolution of dy with the filters backwards.</summary>
    public Correlation Backward { get; }

    /// <summary>
    /// True when a convolution is computed so: a rule of its shape alone, since the last bits are not those of the direct form. Channels
    /// and outputs fill whole panels; from 16 of each on this form is the faster one at every batch size.
    /// </summary>
    public static bool Suits(ConvolutionShape s)
    {
        int tiles = Math.Min(Tiles(s.Height) * Tiles(s.Width), Tiles(s.OutputHeight) * Tiles(s.OutputWidth));
        return s is { KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1 }
            && s.Channels % Panels.Width == 0
            && s.Outputs % Panels.Width == 0
            && tiles >= LeastTiles
            && (long)Places * s.Channels * s.Outputs <= MostFilters * tiles;
    }

    /// <summary>
    /// Rows of the panels from one place of the transformed filters to the next: the channels and one more, so that the places are
    /// never a power of two apart, where they would fight for the same lines of the cache.
    /// </summary>
    public static int PlaceRows(int channels) => channels + 1;

    /// <summary>
    /// Filters g in panels become U = G g Gᵀ in <paramref name="scratch"/>, where the tiles of <paramref name="plan"/> read them; others
    /// stay what they are.
    /// </summary>
    public static ReadOnlySpan<float> Transform(Correlation plan, ReadOnlySpan<float> filters, Span<float> scratch, ThreadTeam team)
    {
        if (!plan.IsWinograd)
        {
            return filters;
        }

        Span<float> transformed = scratch[..plan.TransformedLength];
        new WinogradFilterJob<WinogradFilter>
        {
            Channels = plan.GroupInputs,
            Outputs = plan.GroupOutputs,
            From = filters,
            To = transformed,
        }.Run(team);
        return transformed;
    }

    /// <summary>Floats of scratch that <see cref="WeightGradient"/> needs.</summary>
    public int WeightGradientScratch(int batch) =>
        checked(Forward.TransformedLength + (Environment.ProcessorCount * WinogradGradientJob.SlotLength(Forward, result, batch)));

    /// <summary>dw = Gᵀ dU G, or dw += Gᵀ dU G, with the sums dU of <see cref="WinogradGradientJob"/>.</summary>
    public void WeightGradient(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy,
        Span<float> dw,
        Span<float> scratch,
        int batch,
        bool accumulate,
        ThreadTeam team
    )
    {
        Span<float> du = scratch[..Forward.TransformedLength];
        Sums(x, dy, du, scratch[du.Length..], batch).Run(team);
        new WinogradFilterJob<WinogradFilterGradient>
        {
            Channels = Forward.GroupInputs,
            Outputs = Forward.GroupOutputs,
            From = du,
            To = dw,
            Accumulates = accumulate,
        }.Run(team);
    }

    /// <summary>What computes the sums dU from x and dy.</summary>
    public WinogradGradientJob Sums(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> du, Span<float> scratch, int batch) =>
        new()
        {
            Plan = Forward,
            Result = result,
            Batch = batch,
            X = x,
            Dy = dy,
            Du = du,
            Scratch = scratch,
        };

    /// <summary>Tiles are the pixels of the correlation. Where top or left is negative, rows or columns of the source are left out.</summary>
    private static Correlation Of(
        (int Height, int Width, int Channels) from,
        (int Height, int Width, int Channels) to,
        int top,
        int left,
        int[] taps
    )
    {
        (int skippedRows, int skippedColumns) = (Math.Max(0, -top), Math.Max(0, -left));
        var source = new PaddedImage(
            from.Height,
            from.Width,
            from.Channels,
            Math.Max(0, top),
            Math.Max(0, left),
            skippedRows + (Tile * Tiles(to.Height)) + Patch - Tile,
            skippedColumns + (Tile * Tiles(to.Width)) + Patch - Tile
        );
        int[] rows = Array.ConvertAll([0, 1, 2, 3], row => skippedRows + row);
        int[] columns = Array.ConvertAll([0, 1, 2, 3], column => skippedColumns + column);
        return new Correlation(source)
        {
            Phases =
            [
                new CorrelationPhase(source, rows, columns, from.Channels, isDense: true)
                {
                    Rows = Tiles(to.Height),
                    Columns = Tiles(to.Width),
                    Destination = 0,
                    Taps = taps,
                },
            ],
            IsWinograd = true,
            RowStep = Tile,
            ColumnStep = Tile,
            RowSpan = skippedRows + Patch,
            Height = to.Height,
            Width = to.Width,
            Stride = (Tile, Tile),
            Groups = 1,
            GroupInputs = from.Channels,
            GroupOutputs = to.Channels,
            PanelRows = Places * PlaceRows(from.Channels),
        };
    }

    private static int Tiles(int pixels) => (pixels + Tile - 1) / Tile;
}
