namespace SpanNet.Kernels.Normalization;

/// <summary>
/// Narrow matrices as wide ones: several rows that follow each other are taken as one, so that a vector is full and a sum by column is
/// several chains. Column j of the narrow matrix is columns j, j + columns, j + 2 · columns, … of the wide one.
/// </summary>
internal static class WideRows
{
    /// <summary>Wide enough for four vectors of 16.</summary>
    private const int Enough = 64;

    /// <summary>No wide row is longer, unless the narrow one is.</summary>
    public const int Longest = 2 * Enough;

    /// <summary>How many rows become one: a power of two that depends on <paramref name="columns"/> alone.</summary>
    public static int Fold(int columns)
    {
        int fold = 1;
        while (fold * columns < Enough)
        {
            fold *= 2;
        }

        return fold;
    }

    /// <summary>Columns of the wide matrix.</summary>
    public static int Width(int columns) => Fold(columns) * columns;

    /// <summary>The row itself when it is wide already, else copies of it side by side in <paramref name="wide"/>.</summary>
    public static ReadOnlySpan<float> Tile(ReadOnlySpan<float> row, Span<float> wide)
    {
        int fold = Fold(row.Length);
        if (fold == 1)
        {
            return row;
        }

        for (int i = 0; i < fold; i++)
        {
            row.CopyTo(wide[(i * row.Length)..]);
        }

        return wide[..(fold * row.Length)];
    }

    /// <summary>Adds the parts of a wide row of sums, the upper half to the lower until one is left: the first <paramref name="columns"/> floats.</summary>
    public static void Add(Span<float> sums, int columns)
    {
        for (int half = Fold(columns) / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half * columns; i++)
            {
                sums[i] += sums[(half * columns) + i];
            }
        }
    }
}
