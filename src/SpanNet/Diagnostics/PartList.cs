using System.Collections.Immutable;
using SpanNet.Inference;
using SpanNet.Operators;
using SpanNet.Planning;
using SpanNet.Training;

namespace SpanNet.Diagnostics;

/// <summary>
/// The parts of a call in the order in which it marks them. What a layer reads and writes follows from the ports of its step: forward
/// inputs, parameters, output and what it saves; backward the gradients, and of the forward pass what the operator says that it reads.
/// A parameter whose gradient is handed over is updated there: it and the optimizer's state are touched; its gradient, which is used at once, is not counted.
/// </summary>
internal static class PartList
{
    /// <summary>The parts of a training step.</summary>
    public static ImmutableArray<ProfilePart> Of(Trainer trainer)
    {
        Plan plan = trainer.Plan;
        int batch = plan.MaximumBatch;
        long outputs = (long)batch * plan.OutputRows.Length;
        long targets = (long)batch * trainer.TargetLength;
        int states = trainer.Options.Optimizer.StatesPerParameter;
        bool handsOver = !trainer.Options.Optimizer.NeedsWholeGradient;
        long parameters = (handsOver ? plan.UpdatedAtOnce : plan.Trained).Sum(slice => (long)slice.Length);
        return
        [
            Part("input", "", ProfilePhase.Input, 2 * ((plan.BorrowsInput ? 0 : Inputs(plan)) + targets)),
            .. plan.Steps.Select(step => Forward(step, batch)),
            Part("loss", trainer.LossKinds, ProfilePhase.Loss, outputs + targets + outputs),
            .. plan.WayBack.Select(run =>
                run.IsForward
                    ? Forward(plan.Steps[run.Step], batch) with
                    {
                        Phase = ProfilePhase.Backward,
                    }
                    : Backward(plan.Steps[run.Step], batch, handsOver ? states : null)
            ),
            Part("update", trainer.Options.Optimizer.Kind, ProfilePhase.Update, (2 + states) * parameters),
        ];
    }

    /// <summary>The parts of a prediction.</summary>
    public static ImmutableArray<ProfilePart> Of(InferenceSession session)
    {
        Plan plan = session.Plan;
        int batch = plan.MaximumBatch;
        return
        [
            Part("input", "", ProfilePhase.Input, session.CopiesInput ? 2 * Inputs(plan) : 0),
            .. plan.Steps.Select(step => Forward(step, batch)),
            Part("output", "", ProfilePhase.Output, 2 * (long)batch * session.OutputLength),
        ];
    }

    private static ProfilePart Forward(PlanStep step, int batch)
    {
        long floats = step.Inputs.Sum(input => Length(input, batch)) + Parameters(step) + Saved(step) + Output(step, batch);
        return Part(step.Node.Name, step.Kind, ProfilePhase.Forward, floats) with
        {
            Flops = batch * step.Layer.Flops(step.InputShapes.AsSpan()),
        };
    }

    /// <param name="step">The step.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="states">States of the optimizer per parameter, if it takes gradients that are handed over.</param>
    private static ProfilePart Backward(PlanStep step, int batch, int? states)
    {
        bool inputLearns = step.Inputs.Any(input => input.NeedsGradient);
        bool learns = step.Parameters.Any(parameter => parameter.NeedsGradient);
        long read = Output(step, batch) + Saved(step);
        read += step.Operator.BackwardReadsOutput ? Output(step, batch) : 0;
        read += step.Inputs.Where((_, i) => step.Operator.BackwardReadsInput(i)).Sum(input => Length(input, batch));
        read += inputLearns ? Parameters(step) : 0;
        long written =
            step.Inputs.Where(input => input.NeedsGradient).Sum(input => Length(input, batch))
            + step.Parameters.Sum(parameter => Written(parameter, inputLearns, states));
        return Part(step.Node.Name, step.Kind, ProfilePhase.Backward, read + written) with
        {
            Flops = batch * step.Layer.BackwardFlops(step.InputShapes.AsSpan(), inputLearns, learns),
        };
    }

    private static long Written(ParameterPort parameter, bool isRead, int? states)
    {
        long blocks = states is int updated && parameter.IsHandedOver ? updated + (isRead ? 0 : 1) : 1;
        return parameter.NeedsGradient ? blocks * parameter.Slice.Length : 0;
    }

    private static ProfilePart Part(string name, string kind, ProfilePhase phase, long floats) =>
        new(name, kind, phase) { Bytes = sizeof(float) * floats };

    private static long Inputs(Plan plan) => (long)plan.MaximumBatch * plan.Graph.Inputs[0].Shape.Length;

    private static long Length(InputPort input, int batch) => (long)batch * input.Length;

    private static long Output(PlanStep step, int batch) => (long)batch * step.OutputLength;

    private static long Parameters(PlanStep step) => step.Parameters.Sum(parameter => (long)parameter.Slice.Length);

    private static long Saved(PlanStep step) => step.Saved.Sum(slice => (long)slice.Length);
}
