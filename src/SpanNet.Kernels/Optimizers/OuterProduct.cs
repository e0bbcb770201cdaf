using SpanNet.Kernels.Gemm;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// The weight gradient of a batch of one, dW = x·dyᵀ in the layout of <see cref="Panels"/>: by its two factors, without being stored.
/// </summary>
/// <remarks>Each element is 0 + x·dy with one rounding: the chain of <see cref="Gemm.Gemm.WeightGradient"/> for one row, hence the same bits.</remarks>
/// <param name="x">The inputs, one for each row of the weights.</param>
/// <param name="dy">The gradients of the outputs, padded with zeros to whole panels.</param>
public readonly ref struct OuterProduct(ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
{
    /// <summary>The inputs.</summary>
    public ReadOnlySpan<float> X { get; } = x;

    /// <summary>The gradients of the outputs, in whole panels.</summary>
    public ReadOnlySpan<float> Dy { get; } = dy;

    /// <summary>Number of elements.</summary>
    public int Length => X.Length * Dy.Length;

    /// <summary>Rows <paramref name="row"/> … <paramref name="end"/> − 1 of panel <paramref name="panel"/>: contiguous in the weights.</summary>
    public OuterProduct Piece(int panel, int row, int end) => new(X[row..end], Dy.Slice(panel * Panels.Width, Panels.Width));
}
