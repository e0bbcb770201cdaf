using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>z[i, j] = (x[i, j] − mean[j]) · scale[j] + shift[j] and y = f(z) over a row-major matrix, chunk by chunk: f finds z in the cache.</summary>
public static class ColumnAffine
{
    /// <summary>Computes z and y.</summary>
    /// <param name="x">[rows, columns], columns being the length of <paramref name="scale"/>.</param>
    /// <param name="mean">[columns].</param>
    /// <param name="scale">[columns].</param>
    /// <param name="shift">[columns].</param>
    /// <param name="z">[rows, columns], where the value before the activation is kept; may be <paramref name="y"/>.</param>
    /// <param name="y">[rows, columns]; may be <paramref name="x"/>.</param>
    /// <param name="activation">f; null: y = z, and only <paramref name="y"/> is written.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public static void Run(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        Span<float> z,
        Span<float> y,
        Activation? activation,
        ThreadTeam team
    )
    {
        int columns = scale.Length;
        Lengths.Check(columns, mean.Length);
        Lengths.Check(columns, shift.Length);
        Lengths.Check(x.Length / Math.Max(columns, 1) * columns, x.Length);
        Lengths.Check(x.Length, z.Length);
        Lengths.Check(x.Length, y.Length);
        Span<float> tiles = stackalloc float[3 * WideRows.Longest];
        new ColumnAffineJob
        {
            X = x,
            Columns = columns,
            Mean = WideRows.Tile(mean, tiles),
            Scale = WideRows.Tile(scale, tiles[WideRows.Longest..]),
            Shift = WideRows.Tile(shift, tiles[(2 * WideRows.Longest)..]),
            Z = activation is null ? y : z,
            Y = y,
            Activation = activation,
        }.Run(team);
    }
}
