using System.Runtime.CompilerServices;
using SpanNet.Configuration;
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
    private const int Grain = 32768;

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
    public virtual bool NeedsWholeGradient => ClipNorm < float.PositiveInfinity;

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

    /// <summary>The sweep of <see cref="Step"/>: clipping, penalties and <paramref name="rule"/> over all parameters, on the step's threads.</summary>
    /// <param name="step">The step.</param>
    /// <param name="rule">The optimizer's arithmetic, with <see cref="StatesPerParameter"/> states.</param>
    /// <param name="rate">Factor of the rule's direction: the step's learning rate, with a correction where the optimizer has one.</param>
    /// <exception cref="ArgumentException">The blocks of <paramref name="step"/> do not fit each other.</exception>
    protected void Sweep<TRule>(in OptimizerStep step, TRule rule, double rate)
        where TRule : struct, IUpdateRule
    {
        step.Check(TRule.States);
        int parts = Partition.Count(step.Length, Grain, step.Team.Threads);
        var terms = new UpdateTerms((float)rate)
        {
            Cut = ClipValue,
            Scale = ClipNorm < float.PositiveInfinity ? NormScale(step) : 1f,
            L1 = L1,
            L2 = L2,
            Keep = (float)(1 - ((double)step.LearningRate * WeightDecay)),
        };
        if (parts == 1)
        {
            SweepJob<TRule>.Run(rule, terms, step, 0, step.Length);
        }
        else
        {
            Share(step, rule, terms, parts);
        }
    }

    /// <summary>Apart from <see cref="Sweep"/>, which would make room for the job in every step.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Share<TRule>(in OptimizerStep step, TRule rule, in UpdateTerms terms, int parts)
        where TRule : struct, IUpdateRule => step.Team.Run(new SweepJob<TRule>(rule, terms, step, parts), parts);

    /// <summary>The squared norm of <paramref name="gradients"/> after <see cref="ClipValue"/>, as <see cref="ClipNorm"/> sees it.</summary>
    internal double SquaredNorm(ReadOnlySpan<float> gradients, ThreadTeam team)
    {
        Span<double> sums = stackalloc double[NormJob.MaxSegments];
        var job = new NormJob(gradients, ClipValue, sums);
        ThreadTeam shared = Partition.Count(gradients.Length, Grain, team.Threads) > 1 ? team : ThreadTeam.Single;
        shared.Run(job, job.Segments);
        return job.Total();
    }

    private float NormScale(in OptimizerStep step)
    {
        double norm = Math.Sqrt(step.SquaredNorm ?? SquaredNorm(step.Gradients, step.Team));
        return norm > ClipNorm ? (float)(ClipNorm / norm) : 1f;
    }
}
