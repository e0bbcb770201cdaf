using SpanNet.Catalogs;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// RMSProp: v ← α·v + (1 − α)·g²; w ← w − rate · g / (√v + ε). Tieleman and Hinton 2012; PyTorch's RMSprop, not centered.
/// </summary>
public sealed record RmsProp : Optimizer
{
    /// <inheritdoc/>
    public override float LearningRate
    {
        get;
        init => field = OptionRange.NotNegative(value);
    } = 0.01f;

    /// <summary>α: smoothing of the squared gradient.</summary>
    public float Alpha
    {
        get;
        init => field = OptionRange.Fraction(value);
    } = 0.99f;

    /// <summary>ε: keeps the quotient finite.</summary>
    public float Epsilon
    {
        get;
        init => field = OptionRange.Positive(value);
    } = 1e-8f;

    /// <inheritdoc/>
    public override int StatesPerParameter => 1;

    /// <inheritdoc/>
    public override void Step(in OptimizerStep step) => Sweep(step, new RmsPropRule(Alpha, Epsilon), step.LearningRate);
}
