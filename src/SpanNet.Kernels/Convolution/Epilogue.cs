using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// What becomes of the pixels z of a convolution while they are in the cache: y = f((z − mean) · scale + shift + residual), every part
/// where it is there. The same bits as the same operations one after the other over whole batches.
/// </summary>
public readonly ref struct Epilogue
{
    /// <summary>[outputs], or empty: no normalization. So are <see cref="Scale"/> and <see cref="Shift"/>.</summary>
    public ReadOnlySpan<float> Mean { get; init; }

    /// <summary>[outputs].</summary>
    public ReadOnlySpan<float> Scale { get; init; }

    /// <summary>[outputs].</summary>
    public ReadOnlySpan<float> Shift { get; init; }

    /// <summary>Like y, or empty: nothing is added. Does not overlap y.</summary>
    public ReadOnlySpan<float> Residual { get; init; }

    /// <summary>f; null: none.</summary>
    public Activation? Activation { get; init; }

    /// <summary>Fails when a part does not fit a result of <paramref name="length"/> floats with so many outputs.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    internal void Check(int outputs, int length)
    {
        if (!Scale.IsEmpty)
        {
            Lengths.Check(outputs, Mean.Length);
            Lengths.Check(outputs, Scale.Length);
            Lengths.Check(outputs, Shift.Length);
        }

        Lengths.Check(Residual.IsEmpty ? 0 : length, Residual.Length);
    }

    /// <summary>The same with narrow rows copied side by side into <paramref name="room"/>, so that vectors are full.</summary>
    internal Epilogue Widened(Span<float> room) =>
        Scale.IsEmpty
            ? this
            : new Epilogue
            {
                Mean = WideRows.Tile(Mean, room),
                Scale = WideRows.Tile(Scale, room[WideRows.Longest..]),
                Shift = WideRows.Tile(Shift, room[(2 * WideRows.Longest)..]),
                Residual = Residual,
                Activation = Activation,
            };

    /// <summary>y from z for the whole pixels that begin <paramref name="start"/> floats into the batch; y may be z.</summary>
    internal void Apply(ReadOnlySpan<float> z, Span<float> y, int start)
    {
        if (!Scale.IsEmpty)
        {
            var body = new AffineBody(z, Mean, Scale, Shift, y);
            var kernel = new ColumnKernel<AffineBody>(body, z.Length, Scale.Length, RowChunks.IsByRow(Scale.Length));
            SimdWidth.Run(ref kernel, Scale.Length);
            z = y;
        }

        if (!Residual.IsEmpty)
        {
            Zip.Run(new Add(), z, Residual.Slice(start, z.Length), y);
            z = y;
        }

        Activation?.Forward(z, y);
    }
}
