namespace SpanNet.Planning;

/// <summary>A value needs a gradient when trained parameters lie before it; walking backwards, its first writer overwrites.</summary>
internal static class GradientFlow
{
    public static void Run(PlanDraft draft)
    {
        foreach (StepDraft step in draft.Steps)
        {
            step.Output.NeedsGradient = step.Parameters.Any(draft.IsTrained) || step.Inputs.Any(input => input.NeedsGradient);
            step.RunsBackward = step.Output.NeedsGradient;
        }

        var written = draft.Steps.Select(step => step.Output).Where(value => value.IsOutput).ToHashSet();
        var writtenParameters = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        foreach (StepDraft step in Enumerable.Reverse(draft.Steps).Where(step => step.RunsBackward))
        {
            for (int i = 0; i < step.Inputs.Length; i++)
            {
                step.Accumulates[i] = !written.Add(step.Inputs[i]);
            }

            for (int i = 0; i < step.Parameters.Length; i++)
            {
                step.AddsToParameter[i] = !writtenParameters.Add(step.Parameters[i]);
            }
        }
    }
}
