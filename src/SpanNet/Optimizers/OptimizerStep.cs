using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <summary>
/// What one optimizer step reads and writes: flat blocks over all parameters of a model, and the gradients of all of them or of a piece.
/// </summary>
public readonly ref struct OptimizerStep
{
    /// <summary>The parameters, updated in place. Padding between tensors holds 0 and keeps it.</summary>
    public required Span<float> Parameters { get; init; }

    /// <summary>The gradient of the mean loss by each parameter, or by those from <see cref="First"/> on.</summary>
    public ReadOnlySpan<float> Gradients { get; init; }

    /// <summary>Where a step is made in pieces: number of the first parameter of this piece. Null: all are updated.</summary>
    public int? First { get; init; }

    /// <summary>
    /// Where a step is made in pieces: the squared norm of the whole gradient, which <see cref="Optimizer.ClipNorm"/> is compared with. Null:
    /// it is that of <see cref="Gradients"/>.
    /// </summary>
    public double? SquaredNorm { get; init; }

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

    /// <summary>Throws unless the blocks fit each other and an optimizer with <paramref name="states"/> states.</summary>
    internal void Check(int states)
    {
        int n = Parameters.Length;
        if (First is null)
        {
            Expect("Gradients", 1, n, Gradients.Length);
        }
        else if (First < 0 || First + (long)Gradients.Length > n)
        {
            throw new ArgumentException(
                $"OptimizerStep.Gradients has {Gradients.Length} floats from parameter {First} on; there are {n} parameters."
            );
        }

        Expect("State", states, n, State.Length);
        if (Decayed < 0 || Decayed > n)
        {
            throw new ArgumentException($"OptimizerStep.Decayed is {Decayed}; expected 0 to {n}, the number of parameters.");
        }

        if (Number < 1)
        {
            throw new ArgumentException($"OptimizerStep.Number is {Number}; steps are counted from 1.");
        }

        CheckRate(LearningRate);
    }

    /// <summary>Throws unless <paramref name="rate"/> can be a <see cref="LearningRate"/>.</summary>
    internal static void CheckRate(float rate)
    {
        if (!(rate >= 0 && float.IsFinite(rate)))
        {
            throw new ArgumentException($"OptimizerStep.LearningRate is {rate}; expected a finite number, 0 or more.");
        }
    }

    private static void Expect(string block, int each, int parameters, int actual)
    {
        if ((long)each * parameters != actual)
        {
            throw new ArgumentException(
                $"OptimizerStep.{block} has {actual} floats; expected {(long)each * parameters}: {each} for each of {parameters} parameters."
            );
        }
    }
}
