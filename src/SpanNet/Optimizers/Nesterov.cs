using SpanNet.Configuration;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Nesterov's accelerated gradient: v ← μ·v + g; w ← w − rate · (g + μ·v). Sutskever, Martens, Dahl and Hinton 2013; PyTorch's SGD
/// with nesterov=True.
/// </summary>
public sealed record Nesterov : RuleOptimizer<NesterovRule>
{
    private const float DefaultLearningRate = 0.01f;
    private const float DefaultFactor = 0.9f;

    /// <inheritdoc/>
    public override string Kind => "nesterov";

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
    protected internal override NesterovRule RuleOf(long number, float learningRate, out double rate)
    {
        rate = learningRate;
        return new NesterovRule(Factor);
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
            new Nesterov
            {
                LearningRate = OptionRange.NotNegative.Read(options, "learning-rate", DefaultLearningRate),
                Factor = OptionRange.Fraction.Read(options, "momentum", DefaultFactor),
            },
            options
        );
}
