using SpanNet.Kernels.Losses;

namespace SpanNet.Losses;

/// <summary>Mean of |x − y|; the derivative at x = y is taken as 0. PyTorch's L1Loss.</summary>
public sealed record MeanAbsoluteError : ElementLoss
{
    /// <inheritdoc/>
    public override string Kind => "mae";

    /// <inheritdoc/>
    public override LossSum Evaluate(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        Span<float> gradient,
        int batch
    ) => Evaluate(new AbsoluteError(), output, target, sampleWeights, gradient, batch);
}
