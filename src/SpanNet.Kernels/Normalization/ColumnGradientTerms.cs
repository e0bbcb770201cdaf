using SpanNet.Kernels.Elementwise;

namespace SpanNet.Kernels.Normalization;

/// <summary>The constants of the gradient by a matrix that was normalized by columns: dx = A · dy + Q · (x − mean) + R, one of each per column.</summary>
public readonly ref struct ColumnGradientTerms
{
    /// <summary>What was subtracted in the forward pass.</summary>
    public required ReadOnlySpan<float> Mean { get; init; }

    /// <summary>Factor of dy.</summary>
    public required ReadOnlySpan<float> A { get; init; }

    /// <summary>Factor of x − mean.</summary>
    public required ReadOnlySpan<float> Q { get; init; }

    /// <summary>The rest.</summary>
    public required ReadOnlySpan<float> R { get; init; }

    /// <summary>Fails unless there is one of each for every column.</summary>
    /// <exception cref="ArgumentException">There is not.</exception>
    internal void Check(int columns)
    {
        Lengths.Check(columns, Mean.Length);
        Lengths.Check(columns, A.Length);
        Lengths.Check(columns, Q.Length);
        Lengths.Check(columns, R.Length);
    }
}
