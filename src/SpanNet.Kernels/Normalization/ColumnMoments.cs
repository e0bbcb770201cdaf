using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// Mean and variance of every column of a row-major matrix, reading it once: each chunk of rows (<see cref="RowChunks"/>) is done in two
/// passes while it is in the cache, so a large mean does not eat the variance; chunks are joined as a fixed tree.
/// </summary>
public static class ColumnMoments
{
    /// <summary>Floats of scratch memory that <see cref="Of"/> needs.</summary>
    public static int Scratch(int rows, int columns) => checked(2 * WideRows.Width(columns) * RowChunks.Count(rows, columns));

    /// <summary>mean[j] = Σᵢ x[i, j] / rows, variance[j] = Σᵢ (x[i, j] − mean[j])² / rows (of the population).</summary>
    /// <param name="x">[rows, columns], columns being the length of <paramref name="mean"/>.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="mean">[columns].</param>
    /// <param name="variance">[columns].</param>
    /// <param name="scratch">At least <see cref="Scratch"/> floats; overlaps nothing else.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public static void Of(ReadOnlySpan<float> x, int rows, Span<float> mean, Span<float> variance, Span<float> scratch, ThreadTeam team)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        int columns = mean.Length;
        Lengths.Check(checked(rows * columns), x.Length);
        Lengths.Check(columns, variance.Length);
        scratch = scratch[..Scratch(rows, columns)];
        new ColumnMomentsJob
        {
            X = x,
            Rows = rows,
            Columns = columns,
            Moments = scratch,
        }.Run(team);
        var tree = new MomentsTreeKernel(scratch, rows, columns);
        SimdWidth.Run(ref tree, columns);
        scratch[..columns].CopyTo(mean);
        Map.Run(new Quotient(rows), scratch.Slice(WideRows.Width(columns), columns), variance);
    }
}
