using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Optimizers;
using SpanNet.Planning;

namespace SpanNet.Training;

/// <summary>
/// The update of one training step: large parameters while the backward pass makes their gradients, the rest when it is done; or all
/// of them then, where the optimizer must know the whole gradient first. Elementwise, so both give the same bits.
/// </summary>
internal sealed class StepUpdate(Optimizer optimizer, ParameterStore parameters, Plan plan, AlignedBuffer state, ThreadTeam team)
{
    /// <summary>
    /// Samples times parameters from which products are shared between threads. Below that one core reads all weights in the next
    /// step: shared updates would leave half of them in another core's cache.
    /// </summary>
    private const long SharedFrom = 1 << 21;

    private readonly WeightRules rules = new(parameters, plan.Frozen);
    private readonly BlockUpdate block = optimizer.Bind(parameters.ValuesBuffer, parameters.TrainedLength, parameters.DecayedLength, state);
    private readonly bool needsWholeGradient = optimizer.NeedsWholeGradient;
    private ThreadTeam stepTeam = ThreadTeam.Single;
    private long number;
    private float learningRate;

    /// <summary>For the backward pass; null when the update has to wait for its end.</summary>
    public IGradientReceiver? Receiver => needsWholeGradient ? null : block;

    /// <summary>Step number <paramref name="number"/> with <paramref name="batch"/> samples begins.</summary>
    public void Begin(long number, float learningRate, int batch)
    {
        stepTeam = batch * (long)parameters.Values.Length < SharedFrom ? ThreadTeam.Single : team;
        this.number = number;
        this.learningRate = learningRate;
        if (!needsWholeGradient)
        {
            block.Begin(number, learningRate, 0, stepTeam);
        }
    }

    /// <summary>Updates what the backward pass did not hand over. Frozen parameters are left alone by rules and optimizer alike.</summary>
    public void End()
    {
        rules.AddPenalties();
        if (needsWholeGradient)
        {
            block.Begin(number, learningRate, SquaredNorm(), stepTeam);
        }

        foreach (Slice slice in needsWholeGradient ? plan.Trained : plan.UpdatedAtOnce)
        {
            block.Take(slice.Offset, parameters.Gradients.Slice(slice.Offset, slice.Length));
        }

        rules.RestoreNorms();
    }

    private double SquaredNorm()
    {
        double sum = 0;
        foreach (Slice slice in plan.Trained)
        {
            sum += optimizer.SquaredNorm(parameters.Gradients.Slice(slice.Offset, slice.Length), stepTeam);
        }

        return sum;
    }
}
