using SpanNet.Configuration;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Gradient descent with momentum: v ← μ·v + g; w ← w − rate · v. Polyak 1964; PyTorch's SGD with momentum, dampening 0.
/// </summary>
public sealed record Momentum : RuleOptimizer<MomentumRule>
{
    private const float DefaultLearningRate = 0.01f;
    private const float DefaultFactor = 0.9f;

    /// <inheritdoc/>
    public override string Kind => "momentum";

    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    } = DefaultLearningRate;

    /// <summary>μ: how much of the last direction is kept.</summary>
    public float Factor
    {
        get;
        init => field = OptionRange.Fraction.Check(value);
    } = DefaultFactor;

    /// <inheritdoc/>
    protected internal override MomentumRule RuleOf(long number, float learningRate, out double rate)
    {
        rate = learningRate;
        return new MomentumRule(Factor);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Single("learning-rate", LearningRate, DefaultLearningRate);
        writer.Single("momentum", Factor, DefaultFactor);
        base.WriteOptions(writer);
    }

    /// <summary>Reads the options of a file.</summary>
    internal static Optimizer Read(OptionReader options) =>
        ReadShared(
            new Momentum
            {
                LearningRate = OptionRange.NotNegative.Read(options, "learning-rate", DefaultLearningRate),
                Factor = OptionRange.Fraction.Read(options, "momentum", DefaultFactor),
            },
            options
        );
}
