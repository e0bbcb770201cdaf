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
    private TRule rule;
    private UpdateTerms terms;
    private ThreadTeam team = ThreadTeam.Single;

    public override void Begin(long number, float learningRate, double squaredNorm, ThreadTeam team)
    {
        OptimizerStep.CheckRate(learningRate);
        rule = optimizer.RuleOf(number, learningRate, out double rate);
        terms = optimizer.Terms(rate, learningRate, squaredNorm);
        this.team = team;
    }

    public override void Update(int first, ReadOnlySpan<float> gradients) => Sweep(first, gradients, default, default);

    public override void Update(int first, ReadOnlySpan<float> x, ReadOnlySpan<float> dy) => Sweep(first, default, x, dy);

    public override void Update(int first, in GradientFactors gradient, ThreadTeam team)
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

    // Inlined: the spans that are empty cost a small network nothing then.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Sweep(int first, ReadOnlySpan<float> gradients, ReadOnlySpan<float> x, ReadOnlySpan<float> dy) =>
        new SweepJob<TRule>
        {
            Rule = rule,
            Terms = ref terms,
            Parameters = parameters.Span[..length],
            State = state.Span,
            Decayed = decayed,
            First = first,
            Gradients = gradients,
            X = x,
            Dy = dy,
        }.Run(team);
}
