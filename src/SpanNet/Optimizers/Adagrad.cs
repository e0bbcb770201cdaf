using SpanNet.Configuration;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Adagrad: s ← s + g²; w ← w − rate · g / (√s + ε). Duchi, Hazan and Singer 2011; PyTorch's Adagrad.
/// </summary>
public sealed record Adagrad : RuleOptimizer<AdagradRule>
{
    private const float DefaultLearningRate = 0.01f;
    private const float DefaultEpsilon = 1e-10f;

    /// <inheritdoc/>
    public override string Kind => "adagrad";

    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    } = DefaultLearningRate;

    /// <summary>ε: keeps the quotient finite.</summary>
    public float Epsilon
    {
        get;
        init => field = OptionRange.Positive.Check(value);
    } = DefaultEpsilon;

    /// <inheritdoc/>
    protected internal override AdagradRule RuleOf(long number, float learningRate, out double rate)
    {
        rate = learningRate;
        return new AdagradRule(Epsilon);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Single("learning-rate", LearningRate, DefaultLearningRate);
        writer.Single("epsilon", Epsilon, DefaultEpsilon);
        base.WriteOptions(writer);
    }

    /// <summary>Reads the options of a file.</summary>
    internal static Optimizer Read(OptionReader options) =>
        ReadShared(
            new Adagrad
            {
                LearningRate = OptionRange.NotNegative.Read(options, "learning-rate", DefaultLearningRate),
                Epsilon = OptionRange.Positive.Read(options, "epsilon", DefaultEpsilon),
            },
            options
        );
}
