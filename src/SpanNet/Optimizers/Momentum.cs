using SpanNet.Catalogs;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Gradient descent with momentum: v ← μ·v + g; w ← w − rate · v. Polyak 1964; PyTorch's SGD with momentum, dampening 0.
/// </summary>
public sealed record Momentum : Optimizer
{
    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative(value);
    } = 0.01f;

    /// <summary>μ: how much of the last direction is kept.</summary>
    public float Factor
    {
        get;
        init => field = OptionRange.Fraction(value);
    } = 0.9f;

    /// <inheritdoc/>
    public override int StatesPerParameter => 1;

    /// <inheritdoc/>
    public override void Step(in OptimizerStep step) => Sweep(step, new MomentumRule(Factor), step.LearningRate);
}
