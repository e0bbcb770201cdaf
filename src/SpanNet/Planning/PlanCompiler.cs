using SpanNet.Graphs;
using SpanNet.Kernels.Memory;
using SpanNet.Operators;

namespace SpanNet.Planning;

/// <summary>
/// From graph to plan in passes: <see cref="PlanDraft"/> (a step for each layer that changes something) → <see cref="Fusion"/> →
/// <see cref="GradientFlow"/> → operators → <see cref="Recomputation"/>, which tries one <see cref="MemoryLayout"/> or several.
/// </summary>
internal sealed class PlanCompiler
{
    private readonly PlanDraft draft;
    private readonly MemoryLayout memory;
    private readonly IReadOnlySet<string> frozen;

    public PlanCompiler(ParameterStore store, PlanMode mode, int batch, IReadOnlySet<string> frozen, long? memoryLimit)
    {
        this.frozen = frozen;
        draft = new PlanDraft(store, mode, batch, frozen);
        Fusion.Run(draft);
        GradientFlow.Run(draft);
        foreach (StepDraft step in draft.Steps)
        {
            step.Lower(
                new LoweringContext(step.Nodes[0].Name, step.InputShapes, step.Nodes[^1].Shape, mode, batch)
                {
                    IsFrozen = !step.Parameters.IsEmpty && step.Parameters.All(draft.IsFrozen),
                }
            );
        }

        memory = Recomputation.Fit(draft, memoryLimit);
    }

    private Graph Graph => draft.Graph;

    /// <summary>Puts everything in its place.</summary>
    public Plan Compile() =>
        new(draft.Store, draft.Mode, draft.Batch, memory.Length, [.. draft.Steps.Select(Finish)])
        {
            WayBack = [.. WayBack()],
            InputSlices = [.. Graph.Inputs.Select(node => memory.Value(draft.Values[node]))],
            BorrowsInput = IsBorrowed(draft.Values[Graph.Inputs[0]]),
            Frozen = frozen,
            Trained = [.. Except(draft.Store.Parameters.Where(parameter => !draft.IsTrained(parameter)))],
            UpdatedAtOnce = [.. Except(draft.Store.Parameters.Where(parameter => !draft.IsTrained(parameter)).Concat(HandedOver()))],
            OutputSlices = [.. Graph.Outputs.Select(node => memory.Value(draft.Values[node]))],
            OutputGradientSlices =
                draft.Mode == PlanMode.Training ? [.. Graph.Outputs.Select(node => memory.Gradient(draft.Values[node]))] : [],
        };

    private PlanStep Finish(StepDraft step)
    {
        PlanStep placed = Place(step);
        return placed with { Row = step.Operator.RowOf(placed), RowBack = step.RunsBackward ? step.Operator.RowBackOf(placed) : null };
    }

    private PlanStep Place(StepDraft step) =>
        new()
        {
            Nodes = [.. step.Nodes],
            Layer = step.Layer,
            Operator = step.Operator,
            InputShapes = step.InputShapes,
            Inputs = [.. Enumerable.Range(0, step.Inputs.Length).Select(i => Input(step, i))],
            Parameters = [.. Enumerable.Range(0, step.Parameters.Length).Select(i => Parameter(step, i))],
            Output = memory.Value(step.Output),
            OutputLength = step.Output.Length,
            OutputGradient = step.RunsBackward ? memory.Gradient(step.Output) : default,
            RunsBackward = step.RunsBackward,
            Saved = memory.Saved(step),
            ForwardScratch = memory.ForwardScratch(step),
            BackwardScratch = step.RunsBackward ? memory.BackwardScratch(step) : [],
        };

    private InputPort Input(StepDraft step, int i)
    {
        ValueDraft input = step.Inputs[i];
        bool needsGradient = step.RunsBackward && input.NeedsGradient;
        Slice gradient = needsGradient ? memory.Gradient(input) : default;
        return new InputPort(memory.Value(input), input.Length, gradient, needsGradient, step.Accumulates[i], IsBorrowed(input));
    }

    private ParameterPort Parameter(StepDraft step, int i)
    {
        Parameter parameter = step.Parameters[i];
        return new ParameterPort(parameter.Slice, draft.IsTrained(parameter), step.AddsToParameter[i], IsHandedOver(step, i));
    }

    /// <summary>What runs after the loss, in its order.</summary>
    private IEnumerable<BackwardRun> WayBack() =>
        memory
            .Moments.Where(moment => moment.Kind is MomentKind.Again or MomentKind.Backward)
            .Select(moment => new BackwardRun(draft.Steps.IndexOf(moment.Step!), moment.Kind == MomentKind.Again));

    /// <summary>The only input, unless it is an output too, may stay where the caller has it: nobody writes to it.</summary>
    private bool IsBorrowed(ValueDraft value) => Graph.Inputs.Length == 1 && value == draft.Values[Graph.Inputs[0]] && !value.IsOutput;

    /// <summary>A gradient can be handed over when one step alone makes it and no rule of its layer must change it or the weights.</summary>
    private bool IsHandedOver(StepDraft step, int parameter) =>
        draft.IsTrained(step.Parameters[parameter])
        && step.Parameters[parameter].Spec.Regularization is null
        && step.Operator.HandsOver(parameter)
        && draft.Steps.Count(other => other.Parameters.Contains(step.Parameters[parameter])) == 1;

    private IEnumerable<Parameter> HandedOver() => draft.Steps.SelectMany(step => step.Parameters.Where((_, i) => IsHandedOver(step, i)));

    /// <summary>The stretches of the trained part of the parameter block between the parameters given.</summary>
    private IEnumerable<Slice> Except(IEnumerable<Parameter> parameters)
    {
        int start = 0;
        int end = draft.Store.TrainedLength;
        foreach (Slice slice in parameters.Select(parameter => parameter.Slice).OrderBy(slice => slice.Offset))
        {
            if (slice.Offset > start)
            {
                yield return new Slice(start, Math.Min(slice.Offset, end) - start);
            }

            start = Math.Max(start, slice.End);
        }

        if (start < end)
        {
            yield return new Slice(start, end - start);
        }
    }
}
