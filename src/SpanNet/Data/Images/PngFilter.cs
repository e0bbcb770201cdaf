namespace SpanNet.Data;

/// <summary>Takes the filters off the rows of a PNG file. PNG specification, 9.2.</summary>
internal static class PngFilter
{
    /// <summary>Restores one row in place.</summary>
    /// <param name="type">0 none, 1 sub, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="row">The filtered bytes; restored on return.</param>
    /// <param name="above">The restored row above, as long; all 0 above the first.</param>
    /// <param name="step">Bytes from a pixel to the next, at least 1.</param>
    /// <exception cref="InvalidDataException">There is no such filter.</exception>
    public static void Undo(int type, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= step ? row[i - step] : 0;
            int up = above[i];
            int upLeft = i >= step ? above[i - step] : 0;
            int prediction = type switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, upLeft),
                _ => throw new InvalidDataException($"PNG: a row has the filter {type}; the format knows 0 to 4."),
            };
            row[i] = (byte)(row[i] + prediction);
        }
    }

    private static int Paeth(int left, int up, int upLeft)
    {
        int estimate = left + up - upLeft;
        (int dl, int du, int dul) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - upLeft));
        return dl <= du && dl <= dul ? left
            : du <= dul ? up
            : upLeft;
    }
}
