using SpanNet.Configuration;
using SpanNet.Kernels.Losses;

namespace SpanNet.Losses;

/// <summary>Mean of the binary cross-entropy of a logit x with a target y in [0, 1]: p·y·ln(1 + e⁻ˣ) + (1 − y)·ln(1 + eˣ). The output layer has no
/// activation. PyTorch's BCEWithLogitsLoss.</summary>
public sealed record BinaryCrossEntropy : ElementLoss
{
    private const float DefaultPositiveWeight = 1f;

    /// <inheritdoc/>
    public override string Kind => "binary-cross-entropy";

    /// <summary>p: how much a positive target counts against a negative one.</summary>
    public float PositiveWeight
    {
        get;
        init => field = OptionRange.Positive.Check(value);
    } = DefaultPositiveWeight;

    /// <inheritdoc/>
    public override LossSum Evaluate(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        Span<float> gradient,
        int batch
    ) => Evaluate(new LogisticError(PositiveWeight), output, target, sampleWeights, gradient, batch);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("positive-weight", PositiveWeight, DefaultPositiveWeight);

    /// <summary>Reads the options of a file.</summary>
    internal static Loss Read(OptionReader options) =>
        new BinaryCrossEntropy { PositiveWeight = OptionRange.Positive.Read(options, "positive-weight", DefaultPositiveWeight) };
}
