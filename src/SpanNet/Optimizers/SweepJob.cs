using SpanNet.Kernels.Gemm;
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
    private readonly int first = step.First ?? 0;

    public void Run(int part)
    {
        (int start, int end) = Partition.Range(step.Length, part, parts, Unit);
        if (step.Factors.Length > 0)
        {
            Update(first < step.Decayed ? terms : terms.WithoutPenalties, step.Factors, start, end);
            return;
        }

        start += first;
        end += first;
        int middle = Math.Clamp(step.Decayed, start, end);
        Update(terms, start, middle);
        Update(terms.WithoutPenalties, middle, end);
    }

    /// <summary>Panel by panel: the gradient of a panel's rows is contiguous.</summary>
    private void Update(in UpdateTerms terms, OuterProduct factors, int start, int end)
    {
        int panelLength = factors.X.Length * Panels.Width;
        while (start < end)
        {
            int panel = start / panelLength;
            int panelStart = panel * panelLength;
            int stop = Math.Min(end, panelStart + panelLength);
            OuterProduct piece = factors.Piece(panel, (start - panelStart) / Panels.Width, (stop - panelStart) / Panels.Width);
            int at = first + start;
            int length = stop - start;
            UpdateSweep.Run(rule, terms, step.Parameters.Slice(at, length), piece, State(0, at, length), State(1, at, length));
            start = stop;
        }
    }

    private void Update(in UpdateTerms terms, int start, int end)
    {
        int length = end - start;
        ReadOnlySpan<float> gradients = step.Gradients.Slice(start - first, length);
        UpdateSweep.Run(rule, terms, step.Parameters.Slice(start, length), gradients, State(0, start, length), State(1, start, length));
    }

    private Span<float> State(int i, int start, int length) =>
        TRule.States > i ? step.State.Slice((i * step.Parameters.Length) + start, length) : default;
}
