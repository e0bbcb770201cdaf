using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Optimizers;

namespace SpanNet.Optimizers;

/// <summary>An optimizer whose arithmetic for one parameter is <typeparamref name="TRule"/>.</summary>
/// <typeparam name="TRule">The arithmetic, compiled into a sweep of its own.</typeparam>
public abstract record RuleOptimizer<TRule> : Optimizer
    where TRule : struct, IUpdateRule
{
    /// <inheritdoc/>
    public sealed override int StatesPerParameter => TRule.States;

    /// <inheritdoc/>
    public sealed override void Step(in OptimizerStep step)
    {
        step.Check(TRule.States);
        TRule rule = RuleOf(step.Number, step.LearningRate, out double rate);
        double squaredNorm = NeedsWholeGradient ? step.SquaredNorm ?? SquaredNorm(step.Gradients, step.Team) : 0;
        UpdateTerms terms = Terms(rate, step.LearningRate, squaredNorm);
        new SweepJob<TRule>
        {
            Rule = rule,
            Terms = ref terms,
            Parameters = step.Parameters,
            State = step.State,
            Decayed = step.Decayed,
            First = step.First ?? 0,
            Gradients = step.Gradients,
        }.Run(step.Team);
    }

    /// <summary>The arithmetic of one step.</summary>
    /// <param name="number">Number of the step, counted from 1.</param>
    /// <param name="learningRate">Its step size.</param>
    /// <param name="rate">Factor of the rule's direction: the step size, with a correction where the optimizer has one.</param>
    protected internal abstract TRule RuleOf(long number, float learningRate, out double rate);

    /// <inheritdoc/>
    internal sealed override BlockUpdate Bind(AlignedBuffer parameters, int length, int decayed, AlignedBuffer state) =>
        new RuleUpdate<TRule>(this, parameters, length, decayed, state);
}
