using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// Normalization by columns, activation and the maximum of every window in one go: p = max y, y = f(z), z = (x − mean) · scale + shift. Neither y nor
/// its gradient is stored: the way back computes y again while x is in the cache. Bits are those of <see cref="ColumnAffine"/>,
/// <see cref="Pooling.Pooling"/> and <see cref="ColumnGradients"/> one after the other. Made at plan time; running allocates nothing.
/// </summary>
public sealed class PooledNormalization
{
    /// <summary>Prepares windows that lie side by side over the whole image, all of one size, behind ReLU or no activation.</summary>
    /// <exception cref="ArgumentException">Other windows, or another activation: see <see cref="Fits"/>.</exception>
    public PooledNormalization(Pooling.Pooling pooling, Activation? activation)
    {
        if (!Fits(pooling, activation))
        {
            throw new ArgumentException("Expected windows of one size that cover the image side by side, and ReLU or no activation.");
        }

        Pooling = pooling;
        Floor = activation is null ? float.NegativeInfinity : 0f;
    }

    /// <summary>The windows.</summary>
    internal Pooling.Pooling Pooling { get; }

    /// <summary>f(z) = max(Floor, z).</summary>
    internal float Floor { get; }

    /// <summary>Floats of an image under one row of windows.</summary>
    internal int BandLength => Pooling.Rows.End(0) * Pooling.Columns.Size * Pooling.Channels;

    /// <summary>Whether such windows and such an activation can be done in one go.</summary>
    public static bool Fits(Pooling.Pooling pooling, Activation? activation) =>
        pooling.IsPartition
        && pooling.Rows.Size == pooling.Rows.Count * pooling.Rows.End(0)
        && (activation is null || activation.Equals(Activation.ReLU));

    /// <summary>Floats of scratch memory that <see cref="Sums"/> needs for so many images.</summary>
    public int Scratch(int batch) =>
        checked(
            SumsLength(batch) + (Math.Min(RowChunks.Count(Rows(batch), Pooling.Channels), Environment.ProcessorCount) * SlotLength(batch))
        );

    /// <summary>p from x.</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="terms">The normalization, [channels] each.</param>
    /// <param name="p">The maxima; overwritten.</param>
    /// <param name="batch">Images.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public void Forward(ReadOnlySpan<float> x, in ColumnAffineTerms terms, Span<float> p, int batch, ThreadTeam team)
    {
        Check(x, terms, p, batch);
        new PooledForwardJob
        {
            Plan = this,
            X = x,
            Terms = terms,
            P = p,
        }.Run(batch, team);
    }

    /// <summary>sums[j] = Σᵢ dz[i, j] and products[j] = Σᵢ dz[i, j] · (x[i, j] − mean[j]).</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="terms">The normalization of the forward pass.</param>
    /// <param name="p">The maxima of the forward pass.</param>
    /// <param name="dp">Their gradient.</param>
    /// <param name="sums">[channels].</param>
    /// <param name="products">[channels].</param>
    /// <param name="scratch">At least <see cref="Scratch"/> floats; overlaps nothing else.</param>
    /// <param name="batch">Images.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public void Sums(
        ReadOnlySpan<float> x,
        in ColumnAffineTerms terms,
        ReadOnlySpan<float> p,
        ReadOnlySpan<float> dp,
        Span<float> sums,
        Span<float> products,
        Span<float> scratch,
        int batch,
        ThreadTeam team
    )
    {
        Check(x, terms, p, batch);
        Lengths.Check(p.Length, dp.Length);
        Span<float> chunks = scratch[..SumsLength(batch)];
        Span<float> tile = stackalloc float[WideRows.Longest];
        new PooledSumsJob
        {
            Plan = this,
            X = x,
            Terms = terms,
            P = p,
            Dp = dp,
            WideMean = WideRows.Tile(terms.Mean, tile),
            Chunks = chunks,
            Slots = scratch[chunks.Length..Scratch(batch)],
            SlotLength = SlotLength(batch),
        }.Run(team);
        ColumnGradients.Join(chunks, Rows(batch), sums, products);
    }

    /// <summary>dx = A · dz + (Q · (x − mean) + R) by columns, or that added to dx.</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="terms">The normalization of the forward pass.</param>
    /// <param name="p">The maxima of the forward pass.</param>
    /// <param name="dp">Their gradient.</param>
    /// <param name="gradient">The constants, [channels] each.</param>
    /// <param name="dx">Like x; may be <paramref name="x"/> when it is overwritten.</param>
    /// <param name="add">True: add to what is there.</param>
    /// <param name="batch">Images.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit.</exception>
    public void Input(
        ReadOnlySpan<float> x,
        in ColumnAffineTerms terms,
        ReadOnlySpan<float> p,
        ReadOnlySpan<float> dp,
        in ColumnGradientTerms gradient,
        Span<float> dx,
        bool add,
        int batch,
        ThreadTeam team
    )
    {
        Check(x, terms, p, batch);
        Lengths.Check(p.Length, dp.Length);
        Lengths.Check(x.Length, dx.Length);
        gradient.Check(Pooling.Channels);
        new PooledInputGradientJob
        {
            Plan = this,
            X = x,
            Terms = terms,
            P = p,
            Dp = dp,
            Gradient = gradient,
            Dx = dx,
            Add = add,
        }.Run(batch, team);
    }

    private int Rows(int batch) => checked(batch * Pooling.Rows.Size * Pooling.Columns.Size);

    private int SumsLength(int batch) => ColumnGradients.Scratch(Rows(batch), Pooling.Channels);

    /// <summary>Floats of all bands that a chunk of rows touches.</summary>
    private int SlotLength(int batch)
    {
        int chunk = RowChunks.Rows(Pooling.Channels) * Pooling.Channels;
        int bands = (chunk / BandLength) + (chunk % BandLength == 0 ? 0 : 2);
        return checked(Math.Min(bands, batch * Pooling.Rows.Count) * BandLength);
    }

    private void Check(ReadOnlySpan<float> x, in ColumnAffineTerms terms, ReadOnlySpan<float> p, int batch)
    {
        Lengths.Check(checked(batch * Pooling.InputLength), x.Length);
        Lengths.Check(checked(batch * Pooling.OutputLength), p.Length);
        terms.Check(Pooling.Channels);
    }
}
