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

    public void Run(int part)
    {
        (int start, int end) = Partition.Range(step.Length, part, parts, Unit);
        Run(rule, terms, step, start, end);
    }

    /// <summary>One piece, without the copies that a job makes of what it runs on: they cost as much as the sweep over a small network.</summary>
    public static void Run(TRule rule, in UpdateTerms terms, in OptimizerStep step, int start, int end)
    {
        int first = step.First ?? 0;
        int middle = terms.Penalizes ? Math.Clamp(step.Decayed - first, start, end) : end;
        if (step.Factors.Length > 0)
        {
            // A matrix decays as a whole or not at all.
            if (middle == end)
            {
                Panelwise(rule, terms, step, first, start, end);
            }
            else
            {
                Panelwise(rule, terms.WithoutPenalties, step, first, start, end);
            }

            return;
        }

        Update(rule, terms, step, first, start, middle);
        if (middle < end)
        {
            Update(rule, terms.WithoutPenalties, step, first, middle, end);
        }
    }

    /// <summary>All at once, or panel by panel: the gradient of some of a panel's rows is contiguous.</summary>
    private static void Panelwise(TRule rule, in UpdateTerms terms, in OptimizerStep step, int first, int start, int end)
    {
        if (end - start == step.Length)
        {
            UpdateSweep.Run(
                rule,
                terms,
                step.Parameters.Slice(first, end),
                step.Factors.X,
                step.Factors.Dy,
                State(step, 0, first, end),
                State(step, 1, first, end)
            );
            return;
        }

        int panelLength = step.Factors.X.Length * Panels.Width;
        while (start < end)
        {
            int panel = start / panelLength;
            int panelStart = panel * panelLength;
            int stop = Math.Min(end, panelStart + panelLength);
            OuterProduct piece = step.Factors.Piece(panel, (start - panelStart) / Panels.Width, (stop - panelStart) / Panels.Width);
            int at = first + start;
            int length = stop - start;
            UpdateSweep.Run(
                rule,
                terms,
                step.Parameters.Slice(at, length),
                piece.X,
                piece.Dy,
                State(step, 0, at, length),
                State(step, 1, at, length)
            );
            start = stop;
        }
    }

    /// <summary>The gradients from <paramref name="start"/> to <paramref name="end"/>, which are those of the parameters from <paramref name="first"/> on.</summary>
    private static void Update(TRule rule, in UpdateTerms terms, in OptimizerStep step, int first, int start, int end)
    {
        int at = first + start;
        int length = end - start;
        ReadOnlySpan<float> gradients = step.Gradients.Slice(start, length);
        UpdateSweep.Run(rule, terms, step.Parameters.Slice(at, length), gradients, State(step, 0, at, length), State(step, 1, at, length));
    }

    private static Span<float> State(in OptimizerStep step, int i, int start, int length) =>
        TRule.States > i ? step.State.Slice((i * step.Parameters.Length) + start, length) : default;
}
