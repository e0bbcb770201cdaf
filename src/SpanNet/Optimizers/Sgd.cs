using SpanNet.Configuration;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>
/// Stochastic gradient descent: w ← w − rate · g. Robbins and Monro 1951; PyTorch's SGD.
/// </summary>
public sealed record Sgd : Optimizer
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
    public override int StatesPerParameter => 0;

    /// <inheritdoc/>
    public override void Step(in OptimizerStep step) => Sweep(step, new SgdRule(), step.LearningRate);

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
