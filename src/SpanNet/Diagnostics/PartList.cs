using System.Collections.Immutable;
using SpanNet.Inference;
using SpanNet.Operators;
using SpanNet.Planning;
using SpanNet.Training;

namespace SpanNet.Diagnostics;

/// <summary>
/// The parts of a call in the order in which it marks them. What a layer reads and writes follows from the ports of its step: forward
/// inputs, parameters, output and what it saves; backward the gradients, and of the forward pass what the operator says that it reads.
/// </summary>
internal static class PartList
{
    /// <summary>The parts of a training step.</summary>
    public static ImmutableArray<ProfilePart> Of(Trainer trainer)
    {
        Plan plan = trainer.Plan;
        int batch = plan.MaximumBatch;
        long outputs = (long)batch * trainer.Model.Graph.Outputs[0].Shape.Length;
        long targets = (long)batch * trainer.TargetLength;
        long parameters = trainer.Model.Parameters.Values.Length;
        int states = trainer.Options.Optimizer.StatesPerParameter;
        return
        [
            Copy("input", ProfilePhase.Input, Inputs(plan) + targets),
            .. plan.Steps.Select(step => Forward(step, batch)),
            Part("loss", trainer.Options.Loss.Kind, ProfilePhase.Loss, read: outputs + targets, written: outputs),
            .. plan.Steps.Reverse().Where(step => step.RunsBackward).Select(step => Backward(step, batch)),
            Part("update", trainer.Options.Optimizer.Kind, ProfilePhase.Update, read: parameters, changed: (1 + states) * parameters),
        ];
    }

    /// <summary>The parts of a prediction.</summary>
    public static ImmutableArray<ProfilePart> Of(InferenceSession session)
    {
        Plan plan = session.Plan;
        int batch = plan.MaximumBatch;
        return
        [
            Copy("input", ProfilePhase.Input, Inputs(plan)),
            .. plan.Steps.Select(step => Forward(step, batch)),
            Copy("output", ProfilePhase.Output, (long)batch * session.OutputLength),
        ];
    }

    private static ProfilePart Forward(PlanStep step, int batch)
    {
        long saved = step.Saved.Sum(slice => (long)slice.Length);
        long inputs = step.Inputs.Sum(input => (long)input.Length * batch);
        return Layer(step, ProfilePhase.Forward, inputs + Parameters(step), saved + ((long)step.OutputLength * batch), 0) with
        {
            Flops = batch * step.Layer.Flops(step.InputShapes.AsSpan()),
        };
    }

    private static ProfilePart Backward(PlanStep step, int batch)
    {
        bool inputLearns = step.Inputs.Any(input => input.NeedsGradient);
        long output = (long)step.OutputLength * batch;
        long read = output + step.Saved.Sum(slice => (long)slice.Length);
        read += step.Operator.BackwardReadsOutput ? output : 0;
        read += inputLearns ? Parameters(step) : 0;
        long written = 0;
        long changed = 0;
        foreach (InputPort input in step.Inputs)
        {
            long length = (long)input.Length * batch;
            read += step.Operator.BackwardReadsInputs ? length : 0;
            written += input is { NeedsGradient: true, Accumulates: false } ? length : 0;
            changed += input is { NeedsGradient: true, Accumulates: true } ? length : 0;
        }

        foreach (ParameterPort parameter in step.Parameters)
        {
            written += parameter is { NeedsGradient: true, Accumulates: false } ? parameter.Slice.Length : 0;
            changed += parameter is { NeedsGradient: true, Accumulates: true } ? parameter.Slice.Length : 0;
        }

        bool learns = step.Parameters.Any(parameter => parameter.NeedsGradient);
        return Layer(step, ProfilePhase.Backward, read, written, changed) with
        {
            Flops = batch * step.Layer.BackwardFlops(step.InputShapes.AsSpan(), inputLearns, learns),
        };
    }

    private static ProfilePart Layer(PlanStep step, ProfilePhase phase, long read, long written, long changed) =>
        Part(step.Node.Name, step.Kind, phase, read, written, changed);

    private static ProfilePart Copy(string name, ProfilePhase phase, long floats) => Part(name, "", phase, floats, floats);

    private static ProfilePart Part(string name, string kind, ProfilePhase phase, long read = 0, long written = 0, long changed = 0) =>
        new(name, kind, phase)
        {
            Bytes = sizeof(float) * (read + written + (2 * changed)),
            WorkingSet = sizeof(float) * (read + written + changed),
        };

    private static long Inputs(Plan plan) => (long)plan.MaximumBatch * plan.Graph.Inputs[0].Shape.Length;

    private static long Parameters(PlanStep step) => step.Parameters.Sum(parameter => (long)parameter.Slice.Length);
}
