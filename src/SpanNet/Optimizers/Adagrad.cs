using SpanNet.Catalogs;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Adagrad: s ← s + g²; w ← w − rate · g / (√s + ε). Duchi, Hazan and Singer 2011; PyTorch's Adagrad.
/// </summary>
public sealed record Adagrad : Optimizer
{
    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative(value);
    } = 0.01f;

    /// <summary>ε: keeps the quotient finite.</summary>
    public float Epsilon
    {
        get;
        init => field = OptionRange.Positive(value);
    } = 1e-10f;

    /// <inheritdoc/>
    public override int StatesPerParameter => 1;

    /// <inheritdoc/>
    public override void Step(in OptimizerStep step) => Sweep(step, new AdagradRule(Epsilon), step.LearningRate);
}
