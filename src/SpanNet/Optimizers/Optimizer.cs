using SpanNet.Configuration;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <summary>
/// A rule that turns gradients into new parameters, in one sweep over the flat parameter block. Immutable: what it remembers
/// between steps lives in <see cref="OptimizerStep.State"/>.
/// </summary>
/// <remarks>
/// The gradient g of the rule is made in this order: cut by <see cref="ClipValue"/>, scaled down to <see cref="ClipNorm"/>, then
/// L2·w + L1·sign(w) added for the decayed parameters (so the penalties are not clipped, as in PyTorch).
/// </remarks>
public abstract record Optimizer : IConfigurable
{
    /// <summary>Parameters per part below which handing a part to another thread costs more than it saves (about 10 µs of work).</summary>
    internal const int Grain = 32768;

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <summary>Step size; the default of each optimizer is the customary one.</summary>
    public abstract float LearningRate { get; init; }

    /// <summary>λ of λ·Σ|w|, added to the loss; its subgradient is λ·sign(w).</summary>
    public float L1
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    }

    /// <summary>λ of λ/2·Σw², added to the loss; its gradient is λ·w. (PyTorch's weight_decay, except in AdamW.)</summary>
    public float L2
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    }

    /// <summary>Decoupled weight decay: w ← w − rate · decay · w, outside the gradient. Loshchilov and Hutter 2019.</summary>
    public float WeightDecay
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    }

    /// <summary>Largest Euclidean norm of the whole gradient; a longer one is scaled down to it. Infinite: no limit.</summary>
    public float ClipNorm
    {
        get;
        init => field = OptionRange.Limit.Check(value);
    } = float.PositiveInfinity;

    /// <summary>Largest magnitude of one gradient element; larger ones are cut. Infinite: no limit.</summary>
    public float ClipValue
    {
        get;
        init => field = OptionRange.Limit.Check(value);
    } = float.PositiveInfinity;

    /// <summary>Number of floats kept per parameter between steps.</summary>
    public abstract int StatesPerParameter { get; }

    /// <summary>True when no parameter can be updated before the gradients of all are known: pieces of a step must know <see cref="OptimizerStep.SquaredNorm"/> then.</summary>
    public bool NeedsWholeGradient => ClipNorm < float.PositiveInfinity;

    /// <summary>Updates the parameters and the state. Allocates nothing; the same bits for any number of threads and any vector width.</summary>
    /// <exception cref="ArgumentException">The blocks of <paramref name="step"/> do not fit each other.</exception>
    public abstract void Step(in OptimizerStep step);

    /// <inheritdoc/>
    public virtual void WriteOptions(OptionWriter writer)
    {
        writer.Single("l1", L1, 0f);
        writer.Single("l2", L2, 0f);
        writer.Single("weight-decay", WeightDecay, DefaultWeightDecay);
        writer.Single("clip-norm", ClipNorm, float.PositiveInfinity);
        writer.Single("clip-value", ClipValue, float.PositiveInfinity);
    }

    /// <summary>The weight decay of an optimizer that was told nothing else.</summary>
    private protected virtual float DefaultWeightDecay => 0f;

    /// <summary><paramref name="optimizer"/> with the options that all optimizers have.</summary>
    private protected static Optimizer ReadShared(Optimizer optimizer, OptionReader options) =>
        optimizer with
        {
            L1 = OptionRange.NotNegative.Read(options, "l1", 0f),
            L2 = OptionRange.NotNegative.Read(options, "l2", 0f),
            WeightDecay = OptionRange.NotNegative.Read(options, "weight-decay", optimizer.DefaultWeightDecay),
            ClipNorm = OptionRange.Limit.Read(options, "clip-norm", float.PositiveInfinity),
            ClipValue = OptionRange.Limit.Read(options, "clip-value", float.PositiveInfinity),
        };

    /// <summary>1 − fractionᵗ in double, by squaring: the same bits on every platform, unlike a library's power.</summary>
    protected static double OneMinusPower(double fraction, long t)
    {
        double power = 1;
        for (double factor = fraction; t > 0; t >>= 1, factor *= factor)
        {
            if ((t & 1) != 0)
            {
                power *= factor;
            }
        }

        return 1 - power;
    }

    /// <summary>The optimizer at work on the first <paramref name="length"/> of <paramref name="parameters"/>, with their states.</summary>
    internal abstract BlockUpdate Bind(AlignedBuffer parameters, int length, int decayed, AlignedBuffer state);

    /// <summary>All that surrounds the rule of a step.</summary>
    /// <param name="rate">Factor of the rule's direction.</param>
    /// <param name="learningRate">The step size that weight decay goes by.</param>
    /// <param name="squaredNorm">That of the whole gradient; no matter where <see cref="NeedsWholeGradient"/> is false.</param>
    internal UpdateTerms Terms(double rate, float learningRate, double squaredNorm)
    {
        double norm = NeedsWholeGradient ? Math.Sqrt(squaredNorm) : 0;
        return new((float)rate)
        {
            Cut = ClipValue,
            Scale = norm > ClipNorm ? (float)(ClipNorm / norm) : 1f,
            L1 = L1,
            L2 = L2,
            Keep = (float)(1 - ((double)learningRate * WeightDecay)),
        };
    }

    /// <summary>The squared norm of <paramref name="gradients"/> after <see cref="ClipValue"/>, as <see cref="ClipNorm"/> sees it.</summary>
    internal double SquaredNorm(ReadOnlySpan<float> gradients, ThreadTeam team)
    {
        Span<double> sums = stackalloc double[NormJob.MaxSegments];
        var job = new NormJob(gradients, ClipValue, sums);
        ThreadTeam shared = Partition.Count(gradients.Length, Grain, team.Threads) > 1 ? team : ThreadTeam.Single;
        shared.Run(job, job.Segments);
        return job.Total();
    }
}
