using System.Collections.Immutable;
using SpanNet.Graphs;

namespace SpanNet.Planning;

/// <summary>
/// The order of everything that a plan does: all steps forward and, in training, the loss and the steps that have gradients backward.
/// A step that is recomputed runs again right before somebody on the way back reads what it gave, after what it reads itself.
/// </summary>
internal sealed class Timeline
{
    private readonly ImmutableArray<Moment>.Builder moments = ImmutableArray.CreateBuilder<Moment>();
    private readonly Dictionary<ValueDraft, StepDraft> missing;

    private Timeline(PlanDraft draft, IReadOnlySet<StepDraft> recomputed)
    {
        missing = recomputed.ToDictionary(step => step.Output);
        moments.Add(new Moment(MomentKind.Begin));
        moments.AddRange(draft.Steps.Select(step => new Moment(MomentKind.Forward, step)));
        if (draft.Mode == PlanMode.Training)
        {
            moments.Add(new Moment(MomentKind.Loss));
            foreach (StepDraft step in Enumerable.Reverse(draft.Steps).Where(step => step.RunsBackward))
            {
                foreach (ValueDraft value in step.ReadBackward.Append(step.Output))
                {
                    Restore(value);
                }

                moments.Add(new Moment(MomentKind.Backward, step));
            }
        }

        moments.Add(new Moment(MomentKind.End));
    }

    /// <summary>The moments of a plan that computes the outputs of <paramref name="recomputed"/> twice; a moment's place is its tick.</summary>
    public static ImmutableArray<Moment> Of(PlanDraft draft, IReadOnlySet<StepDraft> recomputed) =>
        new Timeline(draft, recomputed).moments.ToImmutable();

    private void Restore(ValueDraft value)
    {
        if (missing.Remove(value, out StepDraft? step))
        {
            foreach (ValueDraft input in step.Inputs)
            {
                Restore(input);
            }

            moments.Add(new Moment(MomentKind.Again, step));
        }
    }
}
