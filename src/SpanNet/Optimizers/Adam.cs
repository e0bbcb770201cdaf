using SpanNet.Catalogs;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Adam: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − rate · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
/// Kingma and Ba 2015; PyTorch's Adam. A penalty L2 goes through both averages; for decay outside of them see <see cref="AdamW"/>.
/// </summary>
public record Adam : Optimizer
{
    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative(value);
    } = 0.001f;

    /// <summary>β₁: smoothing of the gradient.</summary>
    public float Beta1
    {
        get;
        init => field = OptionRange.Fraction(value);
    } = 0.9f;

    /// <summary>β₂: smoothing of the squared gradient.</summary>
    public float Beta2
    {
        get;
        init => field = OptionRange.Fraction(value);
    } = 0.999f;

    /// <summary>ε: keeps the quotient finite.</summary>
    public float Epsilon
    {
        get;
        init => field = OptionRange.Positive(value);
    } = 1e-8f;

    /// <inheritdoc/>
    public override int StatesPerParameter => 2;

    /// <inheritdoc/>
    public override void Step(in OptimizerStep step)
    {
        float rootCorrection = (float)(1 / Math.Sqrt(OneMinusPower(Beta2, step.Number)));
        var rule = new AdamRule(Beta1, Beta2, rootCorrection, Epsilon);
        Sweep(step, rule, step.LearningRate / OneMinusPower(Beta1, step.Number));
    }
}
