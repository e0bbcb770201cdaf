using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// Pixels of the destination whose chains run over the same taps. A convolution has one phase; the gradient of its input has one per
/// remainder of row and column by the stride.
/// </summary>
internal sealed class CorrelationPhase
{
    /// <summary>Depth of a pass: 384 × 32 floats of the filters (48 KiB, half of it with AVX2) are read from near while tiles walk over pixels.</summary>
    private const int Kc = 384;

    /// <summary>Pieces into which a long segment may be cut; where no number up to here divides it, it stays whole.</summary>
    private const int MostPieces = 32;

    private readonly bool isWhole;

    /// <summary>A phase over kernel rows that all have the taps <paramref name="columns"/>.</summary>
    /// <param name="source">What the chains read.</param>
    /// <param name="rows">Where each kernel row lies in the padded source, in rows after the pixel's own place.</param>
    /// <param name="columns">Where each kernel column lies, in columns.</param>
    /// <param name="channels">Floats that a tap reads.</param>
    /// <param name="isDense">True when the taps of a kernel row follow each other without a gap.</param>
    public CorrelationPhase(PaddedImage source, int[] rows, int[] columns, int channels, bool isDense)
    {
        TapRows = rows;
        TapColumns = columns;
        bool isMerged = isDense && columns.Length > 0;
        int run = isMerged ? columns.Length * channels : channels;
        int pieces = Pieces(run);
        SegmentLength = run / pieces;
        isWhole = isMerged && pieces == 1;
        var offsets = new List<int>();
        foreach (int row in columns.Length > 0 ? rows : [])
        {
            for (int column = 0; column < columns.Length; column++)
            {
                int tap = (row * source.RowLength) + (columns[column] * source.Channels);
                for (int piece = 0; piece < pieces && (column == 0 || !isMerged); piece++)
                {
                    offsets.Add(tap + (piece * SegmentLength));
                }
            }
        }

        Offsets = [.. offsets];
        int segmentsOfPass = Math.Max(1, Kc / SegmentLength);
        Passes = Math.Max(1, (Offsets.Length + segmentsOfPass - 1) / segmentsOfPass);
    }

    /// <summary>Rows of pixels.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of pixels.</summary>
    public required int Columns { get; init; }

    /// <summary>Where its first pixel lies in the destination.</summary>
    public required int Destination { get; init; }

    /// <summary>Taps of the filter in the chain's order.</summary>
    public required int[] Taps { get; init; }

    /// <summary>Row of the panels at which its chains begin.</summary>
    public int FirstRow { get; init; }

    /// <summary>Rows of the padded source from the pixel's own place to each kernel row.</summary>
    public int[] TapRows { get; }

    /// <summary>Columns of the padded source from the pixel's own place to each kernel column.</summary>
    public int[] TapColumns { get; }

    /// <summary>Where each segment of a chain begins, in floats after the pixel's own place in the padded source.</summary>
    public int[] Offsets { get; }

    /// <summary>Floats of a segment.</summary>
    public int SegmentLength { get; }

    /// <summary>Passes over the chain; a later one continues where the one before ended.</summary>
    public int Passes { get; }

    /// <summary>
    /// True when two neighbouring pixels, <paramref name="edge"/> floats apart in the source, read much in common: a segment is a whole row of
    /// the kernel, and the second pixel's begins before the first one's ends.
    /// </summary>
    public bool HasPairs(int edge) => isWhole && Columns > 1 && edge < SegmentLength;

    /// <summary>The segments of pass <paramref name="pass"/>.</summary>
    public (int Start, int End) Pass(int pass) => Partition.Range(Offsets.Length, pass, Passes);

    private static int Pieces(int run)
    {
        for (int pieces = 1; pieces <= MostPieces; pieces++)
        {
            if (run % pieces == 0 && run / pieces <= Kc)
            {
                return pieces;
            }
        }

        return 1;
    }
}
