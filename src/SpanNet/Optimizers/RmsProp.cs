using SpanNet.Configuration;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// RMSProp: v ← α·v + (1 − α)·g²; w ← w − rate · g / (√v + ε). Tieleman and Hinton 2012; PyTorch's RMSprop, not centered.
/// </summary>
public sealed record RmsProp : RuleOptimizer<RmsPropRule>
{
    private const float DefaultLearningRate = 0.01f;
    private const float DefaultAlpha = 0.99f;
    private const float DefaultEpsilon = 1e-8f;

    /// <inheritdoc/>
    public override string Kind => "rmsprop";

    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    } = DefaultLearningRate;

    /// <summary>α: smoothing of the squared gradient.</summary>
    public float Alpha
    {
        get;
        init => field = OptionRange.Fraction.Check(value);
    } = DefaultAlpha;

    /// <summary>ε: keeps the quotient finite.</summary>
    public float Epsilon
    {
        get;
        init => field = OptionRange.Positive.Check(value);
    } = DefaultEpsilon;

    /// <inheritdoc/>
    protected internal override RmsPropRule RuleOf(long number, float learningRate, out double rate)
    {
        rate = learningRate;
        return new RmsPropRule(Alpha, Epsilon);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Single("learning-rate", LearningRate, DefaultLearningRate);
        writer.Single("alpha", Alpha, DefaultAlpha);
        writer.Single("epsilon", Epsilon, DefaultEpsilon);
        base.WriteOptions(writer);
    }

    /// <summary>Reads the options of a file.</summary>
    internal static Optimizer Read(OptionReader options) =>
        ReadShared(
            new RmsProp
            {
                LearningRate = OptionRange.NotNegative.Read(options, "learning-rate", DefaultLearningRate),
                Alpha = OptionRange.Fraction.Read(options, "alpha", DefaultAlpha),
                Epsilon = OptionRange.Positive.Read(options, "epsilon", DefaultEpsilon),
            },
            options
        );
}
