using System.Numerics.Tensors;
using SpanNet.Kernels.Memory;
using SpanNet.Planning;

namespace SpanNet.Training;

/// <summary>Remembers the weights of the epoch with the lowest loss.</summary>
internal sealed class BestWeights : IDisposable
{
    private readonly ParameterStore parameters;
    private readonly double minimumDelta;
    private readonly AlignedBuffer values;
    private double lowest = double.PositiveInfinity;

    /// <summary>What the next improvement is measured from: small gains add up until they are one.</summary>
    private double plateau = double.PositiveInfinity;

    public BestWeights(ParameterStore parameters, double minimumDelta)
    {
        this.parameters = parameters;
        this.minimumDelta = minimumDelta;
        values = new AlignedBuffer(parameters.Values.Length);
        parameters.Values.CopyTo(values.Span);
    }

    /// <summary>The epoch of the weights; null before the first.</summary>
    public EpochReport? Epoch { get; set; }

    /// <summary>Epochs since the loss last fell by at least the minimum delta.</summary>
    public int EpochsWithoutImprovement { get; private set; }

    /// <summary>
    /// True when <paramref name="loss"/> is the lowest so far; keeps the weights then. Weights that are not finite are never the best: a
    /// training loss is that before the update, which may have broken them.
    /// </summary>
    public bool Offer(double loss)
    {
        if (loss < plateau - minimumDelta)
        {
            plateau = loss;
            EpochsWithoutImprovement = 0;
        }
        else
        {
            EpochsWithoutImprovement++;
        }

        if (!(loss < lowest) || !TensorPrimitives.IsFiniteAll<float>(parameters.Values))
        {
            return false;
        }

        lowest = loss;
        parameters.Values.CopyTo(values.Span);
        return true;
    }

    /// <summary>
    /// Puts the best weights back into the model. Before the end of a first epoch these are the ones that it began with, unless
    /// the unfinished epoch is to be kept.
    /// </summary>
    public void Restore(bool keepUnfinishedEpoch)
    {
        if (Epoch is not null || !keepUnfinishedEpoch)
        {
            values.Span.CopyTo(parameters.Values);
        }
    }

    public void Dispose() => values.Dispose();
}
