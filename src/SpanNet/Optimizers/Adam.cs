using SpanNet.Configuration;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Adam: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − rate · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
/// Kingma and Ba 2015; PyTorch's Adam. A penalty L2 goes through both averages; for decay outside of them see <see cref="AdamW"/>.
/// </summary>
public record Adam : RuleOptimizer<AdamRule>
{
    private const float DefaultLearningRate = 0.001f;
    private const float DefaultBeta1 = 0.9f;
    private const float DefaultBeta2 = 0.999f;
    private const float DefaultEpsilon = 1e-8f;

    /// <inheritdoc/>
    public override string Kind => "adam";

    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    } = DefaultLearningRate;

    /// <summary>β₁: smoothing of the gradient.</summary>
    public float Beta1
    {
        get;
        init => field = OptionRange.Fraction.Check(value);
    } = DefaultBeta1;

    /// <summary>β₂: smoothing of the squared gradient.</summary>
    public float Beta2
    {
        get;
        init => field = OptionRange.Fraction.Check(value);
    } = DefaultBeta2;

    /// <summary>ε: keeps the quotient finite.</summary>
    public float Epsilon
    {
        get;
        init => field = OptionRange.Positive.Check(value);
    } = DefaultEpsilon;

    /// <inheritdoc/>
    protected internal override AdamRule RuleOf(long number, float learningRate, out double rate)
    {
        rate = learningRate / OneMinusPower(Beta1, number);
        return new(Beta1, Beta2, (float)(1 / Math.Sqrt(OneMinusPower(Beta2, number))), Epsilon);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Single("learning-rate", LearningRate, DefaultLearningRate);
        writer.Single("beta1", Beta1, DefaultBeta1);
        writer.Single("beta2", Beta2, DefaultBeta2);
        writer.Single("epsilon", Epsilon, DefaultEpsilon);
        base.WriteOptions(writer);
    }

    /// <summary>Reads the options of a file.</summary>
    internal static Optimizer Read(OptionReader options) => ReadShared(ReadOptions(new Adam(), options), options);

    /// <summary><paramref name="adam"/> with the options that Adam adds to the shared ones.</summary>
    private protected static Adam ReadOptions(Adam adam, OptionReader options) =>
        adam with
        {
            LearningRate = OptionRange.NotNegative.Read(options, "learning-rate", DefaultLearningRate),
            Beta1 = OptionRange.Fraction.Read(options, "beta1", DefaultBeta1),
            Beta2 = OptionRange.Fraction.Read(options, "beta2", DefaultBeta2),
            Epsilon = OptionRange.Positive.Read(options, "epsilon", DefaultEpsilon),
        };
}
