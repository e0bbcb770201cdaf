using SpanNet.Kernels.Optimizers;
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

    /// <summary>In place of <see cref="Gradients"/>: the factors of the gradient of one weight matrix.</summary>
    public OuterProduct Factors { get; init; }

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

    /// <summary>Number of parameters that are updated.</summary>
    internal int Length => Factors.Length == 0 ? Gradients.Length : Factors.Length;

    /// <summary>Throws unless the blocks fit each other and an optimizer with <paramref name="states"/> states.</summary>
    internal void Check(int states)
    {
        int n = Parameters.Length;
        int first = First ?? 0;
        bool fits =
            (First is null ? Length == n : first >= 0 && first + (long)Length <= n)
            && State.Length == (long)states * n
            && (uint)Decayed <= (uint)n
            && Number >= 1
            && LearningRate >= 0
            && float.IsFinite(LearningRate);
        if (!fits)
        {
            Throw(states);
        }
    }

    private void Throw(int states)
    {
        int n = Parameters.Length;
        if (First is null)
        {
            Expect("Gradients", 1, n, Length);
        }
        else if (First < 0 || First + (long)Length > n)
        {
            throw new ArgumentException(
                $"OptimizerStep.Gradients has {Length} floats from parameter {First} on; there are {n} parameters."
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

        if (!(LearningRate >= 0 && float.IsFinite(LearningRate)))
        {
            throw new ArgumentException($"OptimizerStep.LearningRate is {LearningRate}; expected a finite number, 0 or more.");
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
