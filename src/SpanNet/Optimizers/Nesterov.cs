using SpanNet.Catalogs;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Nesterov's accelerated gradient: v ← μ·v + g; w ← w − rate · (g + μ·v). Sutskever, Martens, Dahl and Hinton 2013; PyTorch's SGD
/// with nesterov=True.
/// </summary>
public sealed record Nesterov : Optimizer
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
    public override void Step(in OptimizerStep step) => Sweep(step, new NesterovRule(Factor), step.LearningRate);
}
