using SpanNet.Configuration;
using SpanNet.Kernels.Losses;

namespace SpanNet.Losses;

/// <summary>Mean of d²/2 where |d| ≤ δ, else δ(|d| − δ/2), with d = x − y. Huber 1964; PyTorch's HuberLoss.</summary>
public sealed record Huber : ElementLoss
{
    private const float DefaultDelta = 1f;

    /// <inheritdoc/>
    public override string Kind => "huber";

    /// <summary>δ: where the square turns into a straight line.</summary>
    public float Delta
    {
        get;
        init => field = OptionRange.Positive.Check(value);
    } = DefaultDelta;

    /// <inheritdoc/>
    public override LossSum Evaluate(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        Span<float> gradient,
        int batch
    ) => Evaluate(new HuberError(Delta), output, target, sampleWeights, gradient, batch);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("delta", Delta, DefaultDelta);

    /// <summary>Reads the options of a file.</summary>
    internal static Loss Read(OptionReader options) => new Huber { Delta = OptionRange.Positive.Read(options, "delta", DefaultDelta) };
}
