using System.Runtime.CompilerServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <inheritdoc/>
internal sealed class RuleUpdate<TRule>(
    RuleOptimizer<TRule> optimizer,
    AlignedBuffer parameters,
    int length,
    int decayed,
    AlignedBuffer state
) : BlockUpdate
    where TRule : struct, IUpdateRule
{
    /// <summary>
    /// Floats that a second-level cache holds, 1 MiB: so many weights and states are updated by the product that makes their gradient. More of them
    /// stream better by themselves.
    /// </summary>
    private const long CachedFloats = 1 << 18;

    private static readonly float[] one = [1f];

    private readonly OuterUpdate<TRule> outer = new(parameters, length, decayed, state);
    private TRule rule;
    private UpdateTerms terms;

    /// <summary>What the terms were made from: from step to step it is mostly the same.</summary>
    private (double Rate, float LearningRate, double SquaredNorm)? termsOrigin;

    private ThreadTeam team = ThreadTeam.Single;

    public override void Begin(long number, float learningRate, double squaredNorm, ThreadTeam team)
    {
        OptimizerStep.CheckRate(learningRate);
        this.team = team;
        rule = optimizer.RuleOf(number, learningRate, out double rate);
        (double, float, double) origin = (rate, learningRate, squaredNorm);
        if (termsOrigin != origin)
        {
            terms = optimizer.Terms(rate, learningRate, squaredNorm);
            termsOrigin = origin;
        }

        outer.Begin(rule, in terms);
    }

    public override void Take(int first, ReadOnlySpan<float> gradient) =>
        new SweepJob<TRule>
        {
            Rule = rule,
            Terms = ref terms,
            Parameters = parameters.Span[..length],
            State = state.Span,
            Decayed = decayed,
            First = first,
            Gradients = gradient,
        }.Run(team);

    public override bool TakesProduct(int parameters) => (long)parameters * (1 + TRule.States) <= CachedFloats;

    public override void Take(int first, in GradientFactors gradient, ThreadTeam team)
    {
        // A matrix is decayed as a whole or not at all.
        UpdateTerms own = first < decayed ? terms : terms.WithoutPenalties;
        int weights = gradient.Length;
        Span<float> states = state.Span;
        WeightUpdate.Run(
            rule,
            own,
            parameters.Span.Slice(first, weights),
            in gradient,
            TRule.States > 0 ? states.Slice(first, weights) : default,
            TRule.States > 1 ? states.Slice(length + first, weights) : default,
            team
        );
    }

    public override void Take(int weights, int? bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
    {
        if (OuterJob<TRule>.Parts(x.Length, dy.Length, team.Threads) == 1)
        {
            outer.Run(weights, bias, x, dy);
        }
        else
        {
            Share(weights, bias, x, dy);
        }
    }

    // Apart, where the copies that a team makes of a job would cost small networks time.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Share(int weights, int? bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
    {
        new OuterJob<TRule>
        {
            Update = outer,
            Weights = weights,
            X = x,
            Dy = dy,
        }.Run(team);
        if (bias is int place)
        {
            outer.Run(place, null, one, dy);
        }
    }
}
