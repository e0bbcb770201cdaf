using System.Collections.Immutable;
using SpanNet.Graphs;
using SpanNet.Kernels.Memory;
using SpanNet.Operators;

namespace SpanNet.Planning;

/// <summary>
/// From graph to plan in passes: elide identities → absorb → find gradients → lower → place memory. Time is counted in ticks: step i
/// runs forward at tick i, the loss at tick n, step i runs backward at tick 2n − i.
/// </summary>
internal sealed class PlanCompiler
{
    private readonly Graph graph;
    private readonly PlanMode mode;
    private readonly int batch;
    private readonly ParameterStore store;
    private readonly IReadOnlySet<string> frozen;
    private readonly Dictionary<Node, PlannedValue> values = [];
    private readonly List<PlannedStep> works = [];
    private readonly MemoryPlanner memory = new();

    public PlanCompiler(ParameterStore store, PlanMode mode, int batch, IReadOnlySet<string> frozen)
    {
        if (frozen.FirstOrDefault(name => store.Parameters.All(parameter => parameter.Name != name)) is string unknown)
        {
            throw new ArgumentException($"There is no parameter '{unknown}' to freeze.", nameof(frozen));
        }

        graph = store.Graph;
        this.store = store;
        this.mode = mode;
        this.batch = batch;
        this.frozen = frozen;
    }

    private int LossTick => works.Count;

    private int EndTick => mode == PlanMode.Training ? 2 * works.Count : works.Count;

    public Plan Compile()
    {
        ElideIdentities();
        Absorb();
        FindGradients();
        Lower();
        RequestMemory();
        (Slice[] slices, int length) = memory.Place();

        Slice Of(int request) => request < 0 ? default : slices[request];
        var steps = ImmutableArray.CreateBuilder<PlanStep>(works.Count);
        foreach (PlannedStep work in works)
        {
            steps.Add(
                new PlanStep
                {
                    Nodes = [.. work.Nodes],
                    Layer = work.Layer,
                    Operator = work.Operator!,
                    InputShapes = work.InputShapes,
                    Inputs =
                    [
                        .. work.Inputs.Select(
                            (input, i) =>
                                new InputPort(
                                    Of(input.Request),
                                    input.Length,
                                    Of(input.GradientRequest),
                                    work.RunsBackward && input.NeedsGradient,
                                    work.Accumulates[i],
                                    IsBorrowed(input)
                                )
                        ),
                    ],
                    Parameters =
                    [
                        .. work.Parameters.Select(
                            (parameter, i) => new ParameterPort(parameter.Slice, IsTrained(parameter), false, IsHandedOver(work, i))
                        ),
                    ],
                    Output = Of(work.Output.Request),
                    OutputLength = work.Output.Length,
                    OutputGradient = Of(work.Output.GradientRequest),
                    RunsBackward = work.RunsBackward,
                    Saved = [.. work.Saved.Select(Of)],
                    ForwardScratch = [.. work.ForwardScratch.Select(Of)],
                    BackwardScratch = [.. work.BackwardScratch.Select(Of)],
                }
            );
        }

        Slice OfOutput(Node node, bool gradient) =>
            Of(gradient ? values[node].GradientRequest : values[node].Request) with
            {
                Length = batch * node.Shape.Length,
            };
        return new Plan(store, mode, batch, length, steps.MoveToImmutable())
        {
            InputSlices = [.. graph.Inputs.Select(node => OfOutput(node, gradient: false))],
            UpdatedAtOnce = [.. UpdatedAtOnce()],
            BorrowsInput = IsBorrowed(values[graph.Inputs[0]]),
            OutputSlices = [.. graph.Outputs.Select(node => OfOutput(node, gradient: false))],
            OutputGradientSlices = mode == PlanMode.Training ? [.. graph.Outputs.Select(node => OfOutput(node, gradient: true))] : [],
        };
    }

    /// <summary>A layer that changes nothing has its input's value: both names mean one buffer, and one gradient.</summary>
    private void ElideIdentities()
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Layer is not null && node.Layer.IsIdentity(mode))
            {
                values[node] = values[node.Inputs[0]];
                continue;
            }

            var value = new PlannedValue(node.Shape.Length);
            values[node] = value;
            if (node.Layer is not null)
            {
                PlannedValue[] inputs = [.. node.Inputs.Select(input => values[input])];
                var parameters = node.Layer.Parameters(node.InputShapes.AsSpan()).Select(spec => store.Find(node, spec.Name));
                works.Add(new PlannedStep(node, node.Layer, inputs, value, [.. parameters]));
            }
        }

        foreach (Node output in graph.Outputs)
        {
            if (values[output].IsOutput && mode == PlanMode.Training)
            {
                throw new ArgumentException(
                    $"Output '{output.Name}' is the same value as another output: its gradient would overwrite the other's. Train with one of them."
                );
            }

            values[output].IsOutput = true;
        }
    }

    /// <summary>A step whose value only one other reads may do that one's work too, while the numbers are in the cache.</summary>
    private void Absorb()
    {
        for (int i = 0; i < works.Count; i++)
        {
            PlannedStep work = works[i];
            while (Consumer(i) is PlannedStep consumer && work.Layer.Absorb(consumer.Layer, mode) is Layer fused)
            {
                work.Take(consumer, fused);
                works.Remove(consumer);
            }
        }
    }

    /// <summary>The only step that reads the value of step <paramref name="i"/>, if its other input is there before that step runs.</summary>
    private PlannedStep? Consumer(int i)
    {
        PlannedValue value = works[i].Output;
        PlannedStep[] consumers = [.. works.Where(work => work.Inputs.Contains(value))];
        if (value.IsOutput || consumers is not [{ Inputs.Length: <= 2 } only])
        {
            return null;
        }

        // Behind a view the parameters of the consumer may belong to other axes.
        if (only.Parameters.Length > 0 && only.InputShapes[0] != works[i].Nodes[0].Shape)
        {
            return null;
        }

        PlannedValue[] others = [.. only.Inputs.Where(input => input != value)];
        return others.Length == only.Inputs.Length - 1 && !works.Skip(i).Any(work => others.Contains(work.Output)) ? only : null;
    }

    /// <summary>A value needs a gradient when trained parameters lie before it; walking backwards, its first writer overwrites.</summary>
    private void FindGradients()
    {
        if (mode != PlanMode.Training)
        {
            return;
        }

        foreach (PlannedStep work in works)
        {
            work.Output.NeedsGradient = work.Parameters.Any(IsTrained) || work.Inputs.Any(input => input.NeedsGradient);
            work.RunsBackward = work.Output.NeedsGradient;
        }

        var written = works.Select(work => work.Output).Where(value => value.IsOutput).ToHashSet();
        foreach (PlannedStep work in Enumerable.Reverse(works).Where(work => work.RunsBackward))
        {
            for (int i = 0; i < work.Inputs.Length; i++)
            {
                work.Accumulates[i] = !written.Add(work.Inputs[i]);
            }
        }
    }

    private void Lower()
    {
        foreach (PlannedStep work in works)
        {
            work.Context = new LoweringContext(work.Nodes[0].Name, work.InputShapes, work.Nodes[0].Shape, mode, batch);
            work.Operator = work.Layer.Lower(work.Context);
        }
    }

    private void RequestMemory()
    {
        foreach (Node input in graph.Inputs)
        {
            // In training kept until the loss is known: when it is not finite, a second forward pass finds out where that began.
            values[input].Request = memory.Request(checked(batch * values[input].Length), 0, mode == PlanMode.Training ? LossTick : 0);
        }

        for (int tick = 0; tick < works.Count; tick++)
        {
            PlannedStep work = works[tick];
            foreach (PlannedValue input in work.Inputs)
            {
                memory.Extend(input.Request, tick);
            }

            work.Output.Request = Overwritten(work, tick)?.Request ?? memory.Request(checked(batch * work.Output.Length), tick, tick);

            work.ForwardScratch = [.. work.Context!.ForwardScratchLengths.Select(length => memory.Request(length, tick, tick))];
            int back = EndTick - tick;
            if (work.RunsBackward)
            {
                RequestBackwardMemory(work, tick, back);
            }
            else
            {
                work.Saved = [.. work.Context.SavedLengths.Select(length => memory.Request(length, tick, tick))];
            }
        }

        foreach (PlannedValue value in graph.Outputs.Select(output => values[output]))
        {
            memory.Extend(value.Request, EndTick);
            if (mode == PlanMode.Training)
            {
                // The loss writes a gradient for every output, wanted or not.
                value.GradientRequest =
                    value.GradientRequest < 0 ? memory.Request(checked(batch * value.Length), LossTick, LossTick) : value.GradientRequest;
                memory.Extend(value.GradientRequest, LossTick);
            }
        }
    }

    private void RequestBackwardMemory(PlannedStep work, int tick, int back)
    {
        work.Saved = [.. work.Context!.SavedLengths.Select(length => memory.Request(length, tick, back))];
        work.BackwardScratch = [.. work.Context.BackwardScratchLengths.Select(length => memory.Request(length, back, back))];
        if (work.Operator!.BackwardReadsOutput)
        {
            memory.Extend(work.Output.Request, back);
        }

        foreach (PlannedValue input in work.Inputs)
        {
            if (work.Operator.BackwardReadsInputs)
            {
                memory.Extend(input.Request, back);
            }

            if (input.NeedsGradient)
            {
                memory.Extend(input.GradientRequest, back);
            }
        }

        // Consumers come later in the list but earlier on the way back: they lengthen this gradient's life to their own tick.
        work.Output.GradientRequest = Passed(work)?.GradientRequest ?? memory.Request(checked(batch * work.Output.Length), back, back);
    }

    /// <summary>The input in whose memory the output may lie, because this step is the last that reads it; or null.</summary>
    private PlannedValue? Overwritten(PlannedStep work, int tick)
    {
        for (int i = 0; i < work.Inputs.Length; i++)
        {
            PlannedValue input = work.Inputs[i];
            PlannedStep? producer = works.Find(other => other.Output == input);
            bool isKept =
                input.IsOutput
                || producer is null or { RunsBackward: true, Operator.BackwardReadsOutput: true }
                || works.FindLastIndex(other => other.Inputs.Contains(input)) > tick
                || works.Any(other => other is { RunsBackward: true, Operator.BackwardReadsInputs: true } && other.Inputs.Contains(input));
            if (work.Operator!.OverwritesInput(i) && !isKept && work.IsLike(i))
            {
                return input;
            }
        }

        return null;
    }

    /// <summary>The input whose gradient may lie in the memory of the output's, because this step is the first that writes it; or null.</summary>
    private static PlannedValue? Passed(PlannedStep work)
    {
        for (int i = 0; i < work.Inputs.Length && !work.Output.IsOutput; i++)
        {
            bool isFirst = work.Inputs[i].NeedsGradient && !work.Accumulates[i];
            if (work.Operator!.OverwritesGradient(i) && isFirst && work.IsLike(i))
            {
                return work.Inputs[i];
            }
        }

        return null;
    }

    /// <summary>The only input, unless it is an output too, may stay where the caller has it: nobody writes to it.</summary>
    private bool IsBorrowed(PlannedValue value) => graph.Inputs.Length == 1 && value == values[graph.Inputs[0]] && !value.IsOutput;

    /// <summary>A gradient can be handed over when one step alone makes it and no rule of its layer must change it or the weights.</summary>
    private bool IsHandedOver(PlannedStep work, int parameter) =>
        IsTrained(work.Parameters[parameter])
        && work.Parameters[parameter].Spec.Regularization is null
        && work.Operator!.HandsOver(parameter)
        && works.Count(other => other.Parameters.Contains(work.Parameters[parameter])) == 1;

    /// <summary>The stretches of the parameter block between the parameters whose gradients are handed over.</summary>
    private IEnumerable<Slice> UpdatedAtOnce()
    {
        var handedOver = works.SelectMany(work =>
            work.Parameters.Where((_, i) => IsHandedOver(work, i)).Select(parameter => parameter.Slice)
        );
        int start = 0;
        foreach (Slice slice in handedOver.OrderBy(slice => slice.Offset).Append(new Slice(store.TrainedLength, 0)))
        {
            if (slice.Offset > start)
            {
                yield return new Slice(start, slice.Offset - start);
            }

            start = slice.End;
        }
    }

    private bool IsTrained(Parameter parameter) =>
        mode == PlanMode.Training && parameter.Spec.IsTrained && !frozen.Contains(parameter.Name);
}
