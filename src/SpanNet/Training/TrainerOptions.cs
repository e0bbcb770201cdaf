using System.Collections.Immutable;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Optimizers;

namespace SpanNet.Training;

/// <summary>How a <see cref="Trainer"/> learns.</summary>
public sealed record TrainerOptions
{
    /// <summary>What is made small: the loss of every output that <see cref="Losses"/> does not name.</summary>
    public Loss Loss { get; init; } = new SoftmaxCrossEntropy();

    /// <summary>
    /// Losses of single outputs by their names, with their weights in the sum that is made small; an output that is not named here has
    /// <see cref="Loss"/> with weight 1.
    /// </summary>
    public IReadOnlyDictionary<string, OutputLoss> Losses { get; init; } = ImmutableDictionary<string, OutputLoss>.Empty;

    /// <summary>How weights follow from gradients.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>Samples per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Seed of shuffles and dropout masks. Together with the model's first weights it determines every bit of the result.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Layers that keep their parameters, whatever the optimizer: names of layers, of single parameters (<c>dense.weight</c>), or beginnings
    /// of such names with a star (<c>encoder*</c>). What is frozen costs no gradient; layers before which nothing learns run forward only. A frozen
    /// batch normalization computes with its running statistics.
    /// </summary>
    public IReadOnlyCollection<string> Frozen { get; init; } = [];

    /// <summary>
    /// Most bytes for the values and gradients of a step; null: as many as it takes. Where that would be more, outputs of cheap layers are computed
    /// again on the way back instead of kept: that takes time and changes no bit.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>The threads; null: the process's team. Their number changes the time, never the result.</summary>
    public ThreadTeam? Team { get; init; }
}
