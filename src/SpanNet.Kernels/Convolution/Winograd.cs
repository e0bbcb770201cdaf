using SpanNet.Kernels.Gemm;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The minimal filtering algorithm F(2×2, 3×3): a tile of 2×2 pixels comes from a patch of 4×4 pixels by 16 products where a direct
/// convolution needs 36. y = Aᵀ[Σ over channels of (G g Gᵀ) ⊙ (Bᵀ d B)]A + start, with the patch d, the filter g and the matrices
/// <see cref="WinogradData"/>, <see cref="WinogradFilter"/> and <see cref="WinogradResult"/>.
/// </summary>
/// <remarks>
/// Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2016, section 4.1.
/// </remarks>
internal static class Winograd
{
    /// <summary>Rows and columns of a patch.</summary>
    public const int Patch = 4;

    /// <summary>Products of a tile: one for every place of a patch.</summary>
    public const int Places = Patch * Patch;

    /// <summary>Rows and columns of a tile.</summary>
    private const int Tile = 2;

    /// <summary>The image, or result, that has fewer tiles is not worth the transformed filters.</summary>
    private const int LeastTiles = 16;

    /// <summary>
    /// True when a convolution is computed so: a rule of its shape alone, since the two forms differ in their last bits.
    /// </summary>
    public static bool Suits(ConvolutionShape s) =>
        s is { KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1 }
        && s.Channels % Panels.Width == 0
        && s.Outputs % Panels.Width == 0
        && Math.Min(Tiles(s.Height) * Tiles(s.Width), Tiles(s.OutputHeight) * Tiles(s.OutputWidth)) >= LeastTiles;

    /// <summary>
    /// Rows of the panels from one place of the transformed filters to the next: the channels and one more, so that the places are
    /// never a power of two apart, where they would fight for the same lines of the cache.
    /// </summary>
    public static int FilterRows(int channels) => channels + 1;

    /// <summary>y from x.</summary>
    public static Correlation Forward(ConvolutionShape s) =>
        Of((s.Height, s.Width, s.Channels), (s.OutputHeight, s.OutputWidth, s.Outputs), s.Top, s.Left, [0, 1, 2, 3, 4, 5, 6, 7, 8]);

    /// <summary>dx from dy: the convolution of dy with the filters backwards.</summary>
    public static Correlation Backward(ConvolutionShape s) =>
        Of(
            (s.OutputHeight, s.OutputWidth, s.Outputs),
            (s.Height, s.Width, s.Channels),
            s.KernelHeight - 1 - s.Top,
            s.KernelWidth - 1 - s.Left,
            [8, 7, 6, 5, 4, 3, 2, 1, 0]
        );

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
        int[] rows = Array.ConvertAll([0, 1, 2, 3], row => (skippedRows + row) * source.RowLength);
        int[] columns = Array.ConvertAll([0, 1, 2, 3], column => (skippedColumns + column) * source.Channels);
        return new Correlation(source)
        {
            Phases =
            [
                new CorrelationPhase(rows, columns, from.Channels, isDense: true)
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
            PanelRows = Places * FilterRows(from.Channels),
        };
    }

    private static int Tiles(int pixels) => (pixels + Tile - 1) / Tile;
}
