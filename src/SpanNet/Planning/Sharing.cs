namespace SpanNet.Planning;

/// <summary>
/// Who lies in whose memory. Values first: what an operator would only copy is written at once where it is wanted; then outputs over inputs that
/// are read for the last time; then gradients, likewise, over gradients and inputs.
/// </summary>
internal static class Sharing
{
    public static void Run(PlanDraft draft, Lifetimes lifetimes)
    {
        foreach (StepDraft step in draft.Steps)
        {
            ShareCopies(step, lifetimes.Values);
        }

        foreach (StepDraft step in draft.Steps)
        {
            Overwrite(step, lifetimes.Values);
        }

        foreach (StepDraft step in draft.Steps.Where(step => step.RunsBackward))
        {
            PassGradientsOn(step, lifetimes.Gradients);
            OverwriteByGradients(step, lifetimes);
        }
    }

    /// <summary>Parts of an output, or an output that is a part: two names of the same floats, whoever reads them and whenever.</summary>
    private static void ShareCopies(StepDraft step, Dictionary<ValueDraft, Storage> values)
    {
        Storage output = values[step.Output];
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            Storage input = values[step.Inputs[i]];
            bool areStrangers = input.Buffer != output.Buffer;
            if (areStrangers && step.Operator.InputInOutput(i) is int inOutput && input.Buffer == input)
            {
                input.MoveInto(output, inOutput);
            }
            else if (areStrangers && step.Operator.OutputInInput(i) is int inInput && output.Buffer == output)
            {
                output.MoveInto(input, inInput);
            }
        }
    }

    /// <summary>The output lies in the memory of one input, if this step is the last that reads it.</summary>
    private static void Overwrite(StepDraft step, Dictionary<ValueDraft, Storage> values)
    {
        Storage output = values[step.Output];
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            Storage input = values[step.Inputs[i]];
            if (step.Operator.OverwritesInput(i) && IsLike(step, i) && Join(input, output, 0))
            {
                return;
            }
        }
    }

    /// <summary>The gradient of the output has its last reader here: gradients by inputs whose first writer this is may lie in it, or it in them.</summary>
    private static void PassGradientsOn(StepDraft step, Dictionary<ValueDraft, Storage> gradients)
    {
        Storage dy = gradients[step.Output];
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            if (step.Inputs[i].NeedsGradient && !step.Accumulates[i] && step.ReadsOnce(i))
            {
                int? passed = step.Operator.OverwritesGradient(i) && IsLike(step, i) ? 0 : null;
                if ((step.Operator.InputInOutput(i) ?? -step.Operator.OutputInInput(i) ?? passed) is int at)
                {
                    Join(dy, gradients[step.Inputs[i]], at);
                }
            }
        }
    }

    /// <summary>The gradient by an input that is read for the last time here lies in that input's memory.</summary>
    private static void OverwriteByGradients(StepDraft step, Lifetimes lifetimes)
    {
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            ValueDraft input = step.Inputs[i];
            if (input.NeedsGradient && !step.Accumulates[i] && step.ReadsOnce(i) && step.Operator.GradientOverwritesInput(i))
            {
                Join(lifetimes.Values[input], lifetimes.Gradients[input], 0);
            }
        }
    }

    private static bool IsLike(StepDraft step, int i) => step.ReadsOnce(i) && step.Inputs[i].Length == step.Output.Length;

    /// <summary>
    /// One buffer for two families, if that destroys nothing: <paramref name="next"/> begins at float <paramref name="at"/> of
    /// <paramref name="last"/>, whose content may end at the tick at which that of <paramref name="next"/> begins.
    /// </summary>
    private static bool Join(Storage last, Storage next, int at)
    {
        bool Fits(Storage guest, Storage host, int shift) =>
            guest.Buffer == guest && host.Buffer != guest && shift >= 0 && shift + guest.Length <= host.Length;
        bool isNextIn = Fits(next, last, at);
        if (!isNextIn && !Fits(last, next, -at))
        {
            return false;
        }

        (Storage guest, Storage host, int shift) = isNextIn ? (next, last, at) : (last, next, -at);
        foreach (Storage mine in guest.Family)
        {
            foreach (Storage other in host.Buffer.Family)
            {
                bool succeed = (mine == last && other == next) || (mine == next && other == last);
                if (mine.Overlaps(other, host.Offset + shift) && (succeed ? !Follows(next, last) : Meet(mine, other)))
                {
                    return false;
                }
            }
        }

        guest.MoveInto(host, shift);
        return true;
    }

    /// <summary>Whether both hold something at the same time.</summary>
    private static bool Meet(Storage a, Storage b) => a.Lives.Any(life => b.Lives.Any(life.Meets));

    /// <summary>Whether they meet only where a content of <paramref name="last"/> ends and one of <paramref name="next"/> begins.</summary>
    private static bool Follows(Storage next, Storage last) =>
        last.Lives.All(life => next.Lives.All(other => !life.Meets(other) || life.Last == other.First));
}
