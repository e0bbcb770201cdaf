using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>z = (x − mean) · scale + shift by columns and y = f(z) over a row-major matrix, chunk by chunk: f finds z in the cache.</summary>
public static class ColumnAffine
{
    /// <summary>Computes z and y.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="terms">The constants, [columns] each.</param>
    /// <param name="z">[rows, columns], where the value before the activation is kept; may be <paramref name="y"/>.</param>
    /// <param name="y">[rows, columns]; may be <paramref name="x"/>.</param>
    /// <param name="activation">f; null: y = z, and only <paramref name="y"/> is written.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public static void Run(
        ReadOnlySpan<float> x,
        in ColumnAffineTerms terms,
        Span<float> z,
        Span<float> y,
        Activation? activation,
        ThreadTeam team
    )
    {
        int columns = terms.Scale.Length;
        terms.Check(columns);
        Lengths.Check(x.Length / Math.Max(columns, 1) * columns, x.Length);
        Lengths.Check(x.Length, z.Length);
        Lengths.Check(x.Length, y.Length);
        Span<float> room = stackalloc float[ColumnAffineTerms.Room];
        new ColumnAffineJob
        {
            X = x,
            Columns = columns,
            Terms = terms.Widened(room),
            Z = activation is null ? y : z,
            Y = y,
            Activation = activation,
        }.Run(team);
    }
}
