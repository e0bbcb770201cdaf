using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// What becomes of the pixels z of a convolution while they are in the cache: y = f(norm(z) + residual), every part
/// where it is there. The same bits as the same operations one after the other over whole batches.
/// </summary>
public readonly ref struct Epilogue
{
    /// <summary>The normalization, [outputs] each; empty: none.</summary>
    public ColumnAffineTerms Norm { get; init; }

    /// <summary>Like y, or empty: nothing is added. Does not overlap y.</summary>
    public ReadOnlySpan<float> Residual { get; init; }

    /// <summary>f; null: none.</summary>
    public Activation? Activation { get; init; }

    private bool IsNormalizing => !Norm.Scale.IsEmpty;

    /// <summary>Fails when a part does not fit a result of <paramref name="length"/> floats with so many outputs.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    internal void Check(int outputs, int length)
    {
        if (IsNormalizing)
        {
            Norm.Check(outputs);
        }

        Lengths.Check(Residual.IsEmpty ? 0 : length, Residual.Length);
    }

    /// <summary>The same with narrow rows copied side by side into <paramref name="room"/>, so that vectors are full.</summary>
    internal Epilogue Widened(Span<float> room) => IsNormalizing ? this with { Norm = Norm.Widened(room) } : this;

    /// <summary>y from z for the whole pixels that begin <paramref name="start"/> floats into the batch; y may be z.</summary>
    internal void Apply(ReadOnlySpan<float> z, Span<float> y, int start)
    {
        if (IsNormalizing)
        {
            // The maximum costs nothing on the way; other functions are long enough for a sweep of their own.
            if (Residual.IsEmpty && Activation == Activation.ReLU)
            {
                Normalize<ReLU>(z, y);
                return;
            }

            Normalize<Identity>(z, y);
            z = y;
        }

        if (!Residual.IsEmpty)
        {
            Zip.Run(new Add(), z, Residual.Slice(start, z.Length), y);
            z = y;
        }

        Activation?.Forward(z, y);
    }

    private void Normalize<TFunction>(ReadOnlySpan<float> z, Span<float> y)
        where TFunction : struct, IMap
    {
        int width = Norm.Scale.Length;
        var kernel = new ColumnKernel<AffineBody<TFunction>>(new(z, Norm, y), z.Length, width, RowChunks.IsByRow(width));
        SimdWidth.Run(ref kernel, width);
    }
}
