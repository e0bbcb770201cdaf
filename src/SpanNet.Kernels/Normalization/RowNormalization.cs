using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// Every row of a [rows, columns] matrix brought to mean 0 and variance 1 (layer normalization, Ba et al. 2016) or, not centered, to mean
/// square 1 (root mean square normalization, Zhang and Sennrich 2019): x̂ = (x − μ)·s, s = 1/√(Σ(x − μ)²/columns + ε), y = x̂·w + b.
/// </summary>
/// <remarks>
/// Sums along a row are in the order of <c>VirtualLanes</c>, sums over rows in chunks whose bounds depend on the shape alone: neither
/// threads nor vector width change a bit.
/// </remarks>
public static class RowNormalization
{
    /// <summary>Floats of scratch memory that <see cref="WeightGradients"/> needs.</summary>
    public static int Scratch(int rows, int columns) => checked(2 * columns * RowChunks.Count(rows, columns));

    /// <summary>y = (x − μ)·s·w + b, and μ and s of every row.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="w">[columns].</param>
    /// <param name="b">[columns], or empty: 0.</param>
    /// <param name="y">[rows, columns]; may be <paramref name="x"/>.</param>
    /// <param name="mean">[rows]: receives μ, 0 when not centered.</param>
    /// <param name="inverse">[rows]: receives s.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="isCentered">False: μ is 0.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public static void Forward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> b,
        Span<float> y,
        Span<float> mean,
        Span<float> inverse,
        float epsilon,
        bool isCentered,
        ThreadTeam team
    )
    {
        Check(x.Length, w.Length, mean.Length, inverse.Length);
        Lengths.Check(b.IsEmpty ? 0 : w.Length, b.Length);
        Lengths.Check(x.Length, y.Length);
        new RowForwardJob
        {
            X = x,
            W = w,
            B = b,
            Y = y,
            Mean = mean,
            Inverse = inverse,
            Epsilon = epsilon,
            IsCentered = isCentered,
        }.Run(team);
    }

    /// <summary>dx = s·(g − mean(g) − x̂·mean(g·x̂)) with g = dy·w, row by row (without mean(g) when not centered), or that added to dx.</summary>
    /// <param name="dy">[rows, columns].</param>
    /// <param name="x">[rows, columns].</param>
    /// <param name="w">[columns].</param>
    /// <param name="mean">[rows], from the forward pass.</param>
    /// <param name="inverse">[rows], from the forward pass.</param>
    /// <param name="dx">[rows, columns]; may be <paramref name="dy"/> when it is overwritten.</param>
    /// <param name="isCentered">As in the forward pass.</param>
    /// <param name="add">True: add to what is there.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public static void InputGradient(
        ReadOnlySpan<float> dy,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverse,
        Span<float> dx,
        bool isCentered,
        bool add,
        ThreadTeam team
    )
    {
        Check(x.Length, w.Length, mean.Length, inverse.Length);
        Lengths.Check(x.Length, dy.Length);
        Lengths.Check(x.Length, dx.Length);
        new RowBackwardJob
        {
            Dy = dy,
            X = x,
            W = w,
            Mean = mean,
            Inverse = inverse,
            Dx = dx,
            IsCentered = isCentered,
            Add = add,
        }.Run(team);
    }

    /// <summary>db[j] = Σᵢ dy[i, j], dw[j] = Σᵢ dy[i, j]·x̂[i, j], or those added to what is there.</summary>
    /// <param name="dy">[rows, columns].</param>
    /// <param name="x">[rows, columns].</param>
    /// <param name="mean">[rows], from the forward pass.</param>
    /// <param name="inverse">[rows], from the forward pass.</param>
    /// <param name="sums">[columns]: receives the sums of dy, db.</param>
    /// <param name="products">[columns]: receives those of dy·x̂, dw.</param>
    /// <param name="scratch">At least <see cref="Scratch"/> floats; overlaps nothing else.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public static void WeightGradients(
        ReadOnlySpan<float> dy,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverse,
        Span<float> sums,
        Span<float> products,
        Span<float> scratch,
        ThreadTeam team
    )
    {
        int columns = sums.Length;
        Check(x.Length, columns, mean.Length, inverse.Length);
        Lengths.Check(columns, products.Length);
        Lengths.Check(x.Length, dy.Length);
        scratch = scratch[..Scratch(mean.Length, columns)];
        new RowSumsJob
        {
            Dy = dy,
            X = x,
            Mean = mean,
            Inverse = inverse,
            Columns = columns,
            Chunks = scratch,
        }.Run(team);
        SumsTree.Join(scratch, RowChunks.Count(mean.Length, columns), 2 * columns);
        scratch[..columns].CopyTo(sums);
        scratch.Slice(columns, columns).CopyTo(products);
    }

    private static void Check(int length, int columns, int means, int inverses)
    {
        Lengths.Check(checked(means * columns), length);
        Lengths.Check(means, inverses);
    }
}
