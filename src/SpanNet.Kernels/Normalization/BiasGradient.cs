using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// The gradient of a bias behind an activation, reading dy once. Chunks of rows (<see cref="RowChunks"/>) are summed alone while they are
/// in the cache and joined as a fixed tree.
/// </summary>
public static class BiasGradient
{
    /// <summary>Floats of scratch memory that <see cref="Run"/> needs.</summary>
    public static int Scratch(int rows, int columns) => checked(WideRows.Width(columns) * RowChunks.Count(rows, columns));

    /// <summary>dy ← f′·dy where there is an activation; then sums[j] = Σᵢ dy[i, j].</summary>
    /// <param name="dy">[rows, columns], columns being the length of <paramref name="sums"/>; changed by an activation.</param>
    /// <param name="sums">[columns].</param>
    /// <param name="scratch">At least <see cref="Scratch"/> floats; overlaps nothing else.</param>
    /// <param name="activation">f, or null.</param>
    /// <param name="zOrY">[rows, columns]: what f′ is computed from; empty without an activation.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public static void Run(
        Span<float> dy,
        Span<float> sums,
        Span<float> scratch,
        Activation? activation,
        ReadOnlySpan<float> zOrY,
        ThreadTeam team
    )
    {
        int columns = sums.Length;
        int rows = dy.Length / Math.Max(columns, 1);
        Lengths.Check(rows * columns, dy.Length);
        Lengths.Check(activation is null ? 0 : dy.Length, zOrY.Length);
        scratch = scratch[..Scratch(rows, columns)];
        new BiasGradientJob
        {
            Dy = dy,
            Columns = columns,
            Chunks = scratch,
            Activation = activation,
            ZOrY = zOrY,
        }.Run(team);
        int width = WideRows.Width(columns);
        SumsTree.Join(scratch, RowChunks.Count(rows, columns), width);
        WideRows.Add(scratch[..width], columns);
        scratch[..columns].CopyTo(sums);
    }
}
