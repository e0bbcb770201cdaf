namespace SpanNet.Kernels.Gemm;

/// <summary>The size of what <see cref="GradientPieces{TTaker}"/> hands on at once.</summary>
internal static class GradientPiece
{
    /// <summary>Most rows, a multiple of a tile's: the whole is 126 KiB and stays in a second-level cache.</summary>
    public const int MostRows = 1008;

    /// <summary>Panels side by side, as many as a tile has.</summary>
    public const int Columns = 2;

    /// <summary>Floats.</summary>
    public const int Length = MostRows * Columns * Panels.Width;
}
