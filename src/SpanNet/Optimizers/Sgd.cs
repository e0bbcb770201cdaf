using SpanNet.Catalogs;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Stochastic gradient descent: w ← w − rate · g. Robbins and Monro 1951; PyTorch's SGD.
/// </summary>
public sealed record Sgd : Optimizer
{
    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative(value);
    } = 0.01f;

    /// <inheritdoc/>
    public override int StatesPerParameter => 0;

    /// <inheritdoc/>
    public override void Step(in OptimizerStep step) => Sweep(step, new SgdRule(), step.LearningRate);
}
