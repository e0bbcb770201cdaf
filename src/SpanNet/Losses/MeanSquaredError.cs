using SpanNet.Kernels.Losses;

namespace SpanNet.Losses;

/// <summary>Mean of (x − y)². PyTorch's MSELoss.</summary>
public sealed record MeanSquaredError : ElementLoss
{
    /// <inheritdoc/>
    public override string Kind => "mse";

    /// <inheritdoc/>
    public override LossSum Evaluate(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        Span<float> gradient,
        int batch
    ) => Evaluate(new SquaredError(), output, target, sampleWeights, gradient, batch);
}
