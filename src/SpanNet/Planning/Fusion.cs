using SpanNet.Graphs;

namespace SpanNet.Planning;

/// <summary>A step whose value only one other reads may do that one's work too, while the numbers are in the cache.</summary>
internal static class Fusion
{
    public static void Run(PlanDraft draft)
    {
        List<StepDraft> steps = draft.Steps;
        for (int i = 0; i < steps.Count; i++)
        {
            StepDraft step = steps[i];
            while (
                Consumer(steps, i) is StepDraft consumer
                && step.Layer.Absorb(consumer.Layer, step.Nodes[^1].Shape, draft.Mode) is Layer fused
            )
            {
                step.Take(consumer, fused);
                steps.Remove(consumer);
            }
        }
    }

    /// <summary>The only step that reads the value of step <paramref name="i"/>, if its other input is there before that step runs.</summary>
    private static StepDraft? Consumer(List<StepDraft> steps, int i)
    {
        ValueDraft value = steps[i].Output;
        StepDraft[] consumers = [.. steps.Where(step => step.Inputs.Contains(value))];
        if (value.IsOutput || consumers is not [{ Inputs.Length: <= 2 } only])
        {
            return null;
        }

        // Behind a view the consumer may see other axes.
        if (only.InputShapes[Array.IndexOf(only.Inputs, value)] != steps[i].Nodes[^1].Shape)
        {
            return null;
        }

        ValueDraft[] others = [.. only.Inputs.Where(input => input != value)];
        return others.Length == only.Inputs.Length - 1 && !steps.Skip(i).Any(step => others.Contains(step.Output)) ? only : null;
    }
}
