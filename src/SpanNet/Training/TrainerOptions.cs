using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Optimizers;

namespace SpanNet.Training;

/// <summary>How a <see cref="Trainer"/> learns.</summary>
public sealed record TrainerOptions
{
    /// <summary>What is made small.</summary>
    public Loss Loss { get; init; } = new SoftmaxCrossEntropy();

    /// <summary>How weights follow from gradients.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>Samples per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Seed of shuffles and dropout masks. Together with the model's first weights it determines every bit of the result.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The threads; null: the process's team. Their number changes the time, never the result.</summary>
    public ThreadTeam? Team { get; init; }
}
