namespace SpanNet.Kernels.Gemm;

/// <summary>The size of what <see cref="GradientPieces{TTaker}"/> hands on at once.</summary>
internal static class GradientPiece
{
    /// <summary>Most rows, a multiple of a tile's: the whole is 126 KiB and stays in a second-level cache.</summary>
    public const int MostRows = 504;

    /// <summary>Panels side by side: enough to copy rows of x for (<see cref="CopiedRows"/>), and two parts of 128 outputs.</summary>
    public const int Columns = 4;

    /// <summary>Floats.</summary>
    public const int Length = MostRows * Columns * Panels.Width;
}
