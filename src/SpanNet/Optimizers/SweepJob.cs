using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <summary>One sweep in <paramref name="parts"/> pieces: each updates its decayed parameters with the penalties, then the rest without.</summary>
internal readonly ref struct SweepJob<TRule>(TRule rule, UpdateTerms terms, OptimizerStep step, int parts) : IParallelJob
    where TRule : struct, IUpdateRule
{
    /// <summary>Pieces begin at multiples of a page, so that no two threads write to one cache line or page.</summary>
    private const int Unit = 1024;

    private readonly TRule rule = rule;
    private readonly UpdateTerms terms = terms;
    private readonly OptimizerStep step = step;
    private readonly int parts = parts;

    public void Run(int part)
    {
        (int start, int end) = Partition.Range(step.Parameters.Length, part, parts, Unit);
        int middle = Math.Clamp(step.Decayed, start, end);
        Update(terms, start, middle);
        Update(terms.WithoutPenalties, middle, end);
    }

    private void Update(in UpdateTerms terms, int start, int end)
    {
        int n = step.Parameters.Length;
        int length = end - start;
        Span<float> s0 = TRule.States >= 1 ? step.State.Slice(start, length) : default;
        Span<float> s1 = TRule.States >= 2 ? step.State.Slice(n + start, length) : default;
        UpdateSweep.Run(rule, terms, step.Parameters.Slice(start, length), step.Gradients.Slice(start, length), s0, s1);
    }
}
