using SpanNet.Configuration;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Stochastic gradient descent: w ← w − rate · g. Robbins and Monro 1951; PyTorch's SGD.
/// </summary>
public sealed record Sgd : RuleOptimizer<SgdRule>
{
    private const float DefaultLearningRate = 0.01f;

    /// <inheritdoc/>
    public override string Kind => "sgd";

    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    } = DefaultLearningRate;

    /// <inheritdoc/>
    protected internal override SgdRule RuleOf(long number, float learningRate, out double rate)
    {
        rate = learningRate;
        return new SgdRule();
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Single("learning-rate", LearningRate, DefaultLearningRate);
        base.WriteOptions(writer);
    }

    /// <summary>Reads the options of a file.</summary>
    internal static Optimizer Read(OptionReader options) =>
        ReadShared(new Sgd { LearningRate = OptionRange.NotNegative.Read(options, "learning-rate", DefaultLearningRate) }, options);
}
