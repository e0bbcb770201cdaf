namespace SpanNet.Losses;

/// <summary>
/// A loss: the number that training makes small. Value and gradient share their work, so one call gives both.
/// Immutable; rows are summed in their order, so the value depends on neither threads nor vector width.
/// </summary>
public abstract record Loss
{
    /// <summary>Number of floats that one target has when the network's output has <paramref name="outputLength"/>.</summary>
    public virtual int TargetLength(int outputLength) => outputLength;

    /// <summary>
    /// The loss of <paramref name="batch"/> rows, and into <paramref name="gradient"/> the derivative of its mean by every output.
    /// </summary>
    /// <param name="output">The network's outputs, [batch, outputs].</param>
    /// <param name="target">The targets, [batch, <see cref="TargetLength"/>].</param>
    /// <param name="sampleWeights">One weight per row, or empty: all 1.</param>
    /// <param name="gradient">[batch, outputs], overwritten, or empty when only the value is wanted. May not overlap the inputs.</param>
    /// <param name="batch">Number of rows.</param>
    /// <returns>The weighted sum over the rows, and the sum of the weights that its mean divides by.</returns>
    public abstract LossSum Evaluate(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        Span<float> gradient,
        int batch
    );
}
