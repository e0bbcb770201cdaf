using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// The two passes of a gradient through a normalization by columns: sums over each column, then the gradient by the input. Chunks of rows
/// (<see cref="RowChunks"/>) are summed alone and joined as a fixed tree.
/// </summary>
public static class ColumnGradients
{
    /// <summary>Floats of scratch memory that <see cref="Sums"/> needs.</summary>
    public static int Scratch(int rows, int columns) => checked(2 * WideRows.Width(columns) * RowChunks.Count(rows, columns));

    /// <summary>
    /// dy ← f′·dy where there is an activation; then sums[j] = Σᵢ dy[i, j] and products[j] = Σᵢ dy[i, j] · (x[i, j] − mean[j]).
    /// </summary>
    /// <param name="dy">[rows, columns], columns being the length of <paramref name="mean"/>; changed by an activation.</param>
    /// <param name="x">[rows, columns].</param>
    /// <param name="mean">[columns].</param>
    /// <param name="sums">[columns].</param>
    /// <param name="products">[columns].</param>
    /// <param name="scratch">At least <see cref="Scratch"/> floats; overlaps nothing else.</param>
    /// <param name="activation">f, or null.</param>
    /// <param name="zOrY">[rows, columns]: what f′ is computed from; empty without an activation.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public static void Sums(
        Span<float> dy,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> mean,
        Span<float> sums,
        Span<float> products,
        Span<float> scratch,
        Activation? activation,
        ReadOnlySpan<float> zOrY,
        ThreadTeam team
    )
    {
        int columns = mean.Length;
        int rows = dy.Length / Math.Max(columns, 1);
        Lengths.Check(rows * columns, dy.Length);
        Lengths.Check(dy.Length, x.Length);
        Lengths.Check(activation is null ? 0 : dy.Length, zOrY.Length);
        Lengths.Check(columns, sums.Length);
        Lengths.Check(columns, products.Length);
        scratch = scratch[..Scratch(rows, columns)];
        Span<float> tile = stackalloc float[WideRows.Longest];
        new GradientSumsJob
        {
            Dy = dy,
            X = x,
            Columns = columns,
            Mean = WideRows.Tile(mean, tile),
            Chunks = scratch,
            Activation = activation,
            ZOrY = zOrY,
        }.Run(team);
        Join(scratch, rows, sums, products);
    }

    /// <summary>Joins the sums and products of all chunks, [chunks, 2, wide], which it destroys.</summary>
    internal static void Join(Span<float> chunks, int rows, Span<float> sums, Span<float> products)
    {
        int columns = sums.Length;
        int width = WideRows.Width(columns);
        SumsTree.Join(chunks, RowChunks.Count(rows, columns), 2 * width);
        WideRows.Add(chunks[..width], columns);
        WideRows.Add(chunks.Slice(width, width), columns);
        chunks[..columns].CopyTo(sums);
        chunks.Slice(width, columns).CopyTo(products);
    }

    /// <summary>dx = A · dy + (Q · (x − mean) + R) by columns, or that added to dx.</summary>
    /// <param name="dy">[rows, columns].</param>
    /// <param name="x">[rows, columns].</param>
    /// <param name="terms">The constants, [columns] each.</param>
    /// <param name="dx">[rows, columns]; may be <paramref name="dy"/> when it is overwritten.</param>
    /// <param name="add">True: add to what is there.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public static void Input(
        ReadOnlySpan<float> dy,
        ReadOnlySpan<float> x,
        in ColumnGradientTerms terms,
        Span<float> dx,
        bool add,
        ThreadTeam team
    )
    {
        int columns = terms.Mean.Length;
        terms.Check(columns);
        Lengths.Check(dy.Length / Math.Max(columns, 1) * columns, dy.Length);
        Lengths.Check(dy.Length, x.Length);
        Lengths.Check(dy.Length, dx.Length);
        Span<float> tiles = stackalloc float[4 * WideRows.Longest];
        new InputGradientJob
        {
            Dy = dy,
            X = x,
            Columns = columns,
            Terms = new ColumnGradientTerms
            {
                Mean = WideRows.Tile(terms.Mean, tiles),
                A = WideRows.Tile(terms.A, tiles[WideRows.Longest..]),
                Q = WideRows.Tile(terms.Q, tiles[(2 * WideRows.Longest)..]),
                R = WideRows.Tile(terms.R, tiles[(3 * WideRows.Longest)..]),
            },
            Dx = dx,
            Add = add,
        }.Run(team);
    }
}
