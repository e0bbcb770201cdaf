using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <summary>
/// A rule that turns gradients into new parameters, in one sweep over the flat parameter block. Immutable: what it remembers
/// between steps lives in <see cref="OptimizerStep.State"/>.
/// </summary>
public abstract record Optimizer
{
    /// <summary>Step size; the default of each optimizer is the customary one.</summary>
    public abstract float LearningRate { get; init; }

    /// <summary>λ of λ·Σ|w|, added to the loss; its subgradient is λ·sign(w).</summary>
    public float L1 { get; init; }

    /// <summary>λ of λ/2·Σw², added to the loss; its gradient is λ·w.</summary>
    public float L2 { get; init; }

    /// <summary>Decoupled weight decay: w ← w − rate · decay · w, outside the gradient. Loshchilov and Hutter 2019.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Largest Euclidean norm of the whole gradient; a longer one is scaled down to it. Infinite: no limit.</summary>
    public float ClipNorm { get; init; } = float.PositiveInfinity;

    /// <summary>Largest magnitude of one gradient element; larger ones are cut. Infinite: no limit.</summary>
    public float ClipValue { get; init; } = float.PositiveInfinity;

    /// <summary>Number of floats kept per parameter between steps.</summary>
    public abstract int StatesPerParameter { get; }

    /// <summary>Updates the parameters and the state.</summary>
    public abstract void Step(in OptimizerStep step);
}

/// <summary>What one optimizer step reads and writes: flat blocks over all parameters of a model.</summary>
public readonly ref struct OptimizerStep
{
    /// <summary>The parameters, updated in place. Padding between tensors holds 0 and keeps it.</summary>
    public required Span<float> Parameters { get; init; }

    /// <summary>The gradient of the mean loss by each parameter.</summary>
    public required ReadOnlySpan<float> Gradients { get; init; }

    /// <summary><see cref="Optimizer.StatesPerParameter"/> blocks, each as long as <see cref="Parameters"/>, 0 before the first step.</summary>
    public required Span<float> State { get; init; }

    /// <summary>The first so many parameters are subject to L1, L2 and weight decay (weights); the rest is not (biases).</summary>
    public required int Decayed { get; init; }

    /// <summary>The step size of this step: the optimizer's own, or what a schedule made of it.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Number of this step, counted from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The threads to share the sweep with.</summary>
    public required ThreadTeam Team { get; init; }
}
