namespace SpanNet.Data;

/// <summary>The pixels (X + i·StepX, Y + j·StepY), which stand together in a PNG file. PNG specification, 8.</summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY)
{
    private static readonly PngPass[] WholePicture = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Interlaced =
    [
        new(0, 0, 8, 8),
        new(4, 0, 8, 8),
        new(0, 4, 4, 8),
        new(2, 0, 4, 4),
        new(0, 2, 2, 4),
        new(1, 0, 2, 2),
        new(0, 1, 1, 2),
    ];

    public static ReadOnlySpan<PngPass> Whole => WholePicture;

    public static ReadOnlySpan<PngPass> Adam7 => Interlaced;

    public int Columns(int width) => (width - X + StepX - 1) / StepX;

    public int Rows(int height) => (height - Y + StepY - 1) / StepY;
}
