namespace SpanNet.Kernels.Normalization;

/// <summary>
/// How the rows of a [rows, columns] matrix are cut when its columns are summed: the cuts depend on the shape alone, so that threads
/// can share the chunks without changing a bit.
/// </summary>
internal static class RowChunks
{
    /// <summary>A chunk is read twice: the second time from the first-level cache.</summary>
    private const int Floats = 8192;

    private const int FewestRows = 16;

    /// <summary>Below so many floats a part costs more to hand over than it saves.</summary>
    public const int Grain = 1 << 15;

    /// <summary>Rows of every chunk but the last: a multiple of four wide rows (<see cref="WideRows"/>).</summary>
    public static int Rows(int columns) => (Math.Max(Floats / WideRows.Width(columns), FewestRows) & -4) * WideRows.Fold(columns);

    /// <summary>Whether what writes such rows goes row by row: four of them would span more than a page of 4 KiB.</summary>
    public static bool IsByRow(int columns) => columns > 256;

    /// <summary>Number of chunks.</summary>
    public static int Count(int rows, int columns) => (int)(((long)rows + Rows(columns) - 1) / Rows(columns));

    /// <summary>First row of chunk <paramref name="chunk"/> and the row behind its last.</summary>
    public static (int Start, int End) Range(int chunk, int rows, int columns)
    {
        int length = Rows(columns);
        return (chunk * length, (int)Math.Min((chunk + 1L) * length, rows));
    }
}
