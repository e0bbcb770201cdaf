namespace SpanNet.Planning;

/// <summary>
/// Fits a plan into a limit of memory: outputs of cheap steps are computed again on the way back instead of kept until then. Every number stays
/// what it is, since a step gives the same bits whenever it runs.
/// </summary>
internal static class Recomputation
{
    /// <summary>
    /// A step is cheap when it takes at most so many FLOPs for every float that it reads or writes: it waits for memory rather than computes.
    /// So are activations, normalizations, sums, dropout and small windows; products are not.
    /// </summary>
    private const int CheapFlops = 8;

    /// <summary>The layout that keeps everything if that fits, else one that recomputes as little as this finds to be enough.</summary>
    /// <param name="draft">All steps, lowered.</param>
    /// <param name="limit">Most bytes of the arena; null: as many as it takes.</param>
    /// <exception cref="ArgumentException">It does not fit; the message names the bytes that it takes at least.</exception>
    public static MemoryLayout Fit(PlanDraft draft, long? limit)
    {
        var layout = new MemoryLayout(draft, new HashSet<StepDraft>());
        if (limit is not long bytes || Bytes(layout) <= bytes)
        {
            return layout;
        }

        foreach (StepDraft step in draft.Steps.Where(step => IsCandidate(step, draft)).OrderByDescending(Kept))
        {
            foreach (
                HashSet<StepDraft> more in (HashSet<StepDraft>[])
                    [
                        [step],
                        WithSources(step, draft),
                    ]
            )
            {
                more.UnionWith(layout.Recomputed);
                var next = new MemoryLayout(draft, more);
                layout = next.Length <= layout.Length ? next : layout;
            }

            if (Bytes(layout) <= bytes)
            {
                return Pruned(layout, draft, bytes);
            }
        }

        throw new ArgumentException(
            $"A workspace for batches of {draft.Batch} takes at least {Bytes(layout)} bytes, even where cheap layers are computed again on the way "
                + $"back; the limit is {bytes}. A smaller batch takes less."
        );
    }

    private static long Bytes(MemoryLayout layout) => layout.Length * (long)sizeof(float);

    /// <summary>Cheap, and something of it waits for the way back.</summary>
    private static bool IsCandidate(StepDraft step, PlanDraft draft) =>
        IsCheap(step)
        && !step.Output.IsOutput
        && (IsKept(step.Output, draft) || (step.RunsBackward && step.Context.SavedLengths.Count > 0));

    private static bool IsCheap(StepDraft step) =>
        step.Layer.Flops(step.InputShapes.AsSpan()) <= CheapFlops * (step.Output.Length + step.Inputs.Sum(input => (long)input.Length));

    private static bool IsKept(ValueDraft value, PlanDraft draft) =>
        value.IsOutput || draft.Steps.Any(step => step.ReadBackward.Contains(value));

    private static long Kept(StepDraft step) =>
        (step.Context.Batch * (long)step.Output.Length) + (step.RunsBackward ? step.Context.SavedLengths.Sum(length => (long)length) : 0);

    /// <summary>The step, and whatever cheap steps it takes its inputs from that nobody keeps anyway.</summary>
    private static HashSet<StepDraft> WithSources(StepDraft step, PlanDraft draft)
    {
        HashSet<StepDraft> found = [];
        var open = new Stack<StepDraft>([step]);
        while (open.TryPop(out StepDraft? next))
        {
            if (found.Add(next))
            {
                foreach (StepDraft source in draft.Steps.Where(other => next.Inputs.Contains(other.Output)))
                {
                    if (IsCheap(source) && !IsKept(source.Output, draft))
                    {
                        open.Push(source);
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Takes back what turns out not to be needed, the most work first.</summary>
    private static MemoryLayout Pruned(MemoryLayout layout, PlanDraft draft, long bytes)
    {
        foreach (StepDraft step in layout.Recomputed.OrderByDescending(step => step.Layer.Flops(step.InputShapes.AsSpan())).ToArray())
        {
            var next = new MemoryLayout(draft, layout.Recomputed.Where(other => other != step).ToHashSet());
            layout = Bytes(next) <= bytes ? next : layout;
        }

        return layout;
    }
}
