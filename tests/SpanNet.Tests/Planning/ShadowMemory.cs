using SpanNet.Graphs;
using SpanNet.Kernels.Memory;
using SpanNet.Operators;
using SpanNet.Planning;

namespace SpanNet.Tests.Planning;

/// <summary>
/// Runs a plan without numbers: every float of the arena holds the names of what was last written there (several where one thing is a part of
/// another), and every read must find the name it expects. Knows the graph and the places in the plan, nothing of how lifetimes were found.
/// </summary>
internal sealed class ShadowMemory
{
    private readonly Plan plan;
    private readonly Dictionary<string, List<(int First, int Last, Slice Place)>> lives = [];
    private readonly HashSet<string>[] cells;
    private int tick;

    public ShadowMemory(Plan plan)
    {
        this.plan = plan;
        cells = [.. Enumerable.Range(0, plan.ArenaLength).Select(_ => new HashSet<string>())];
    }

    /// <summary>Floats of the arena's blocks of 16 in which nothing was ever written.</summary>
    public int Untouched => plan.ArenaLength - Blocks(lives.Values.SelectMany(life => life).Select(life => life.Place));

    /// <summary>Floats of all buffers together, as if nothing shared memory.</summary>
    public int Sum => lives.Values.Sum(life => AlignedBuffer.Pad(life[0].Place.Length));

    /// <summary>The most floats that are alive at one moment.</summary>
    public int Peak =>
        Enumerable
            .Range(0, tick + 1)
            .Max(t =>
                Blocks(lives.Values.SelectMany(life => life).Where(life => life.First <= t && t <= life.Last).Select(life => life.Place))
            );

    public void Run()
    {
        for (int i = 0; i < plan.InputSlices.Length; i++)
        {
            Write(Value(plan.Graph.Inputs[i]), plan.InputSlices[i]);
        }

        foreach (PlanStep step in plan.Steps)
        {
            Forward(step);
            tick++;
        }

        for (int i = 0; i < plan.OutputSlices.Length; i++)
        {
            Read(Value(plan.Graph.Outputs[i]), plan.OutputSlices[i]);
        }

        if (plan.Mode == PlanMode.Training)
        {
            for (int i = 0; i < plan.OutputGradientSlices.Length; i++)
            {
                Write(Gradient(plan.Graph.Outputs[i]), plan.OutputGradientSlices[i]);
            }

            // A loss that is not finite is diagnosed by a second forward pass.
            for (int i = 0; i < plan.InputSlices.Length; i++)
            {
                Read(Value(plan.Graph.Inputs[i]), plan.InputSlices[i]);
            }

            foreach (BackwardRun next in plan.WayBack)
            {
                tick++;
                Action<PlanStep> run = next.IsForward ? Forward : Backward;
                run(plan.Steps[next.Step]);
            }

            Assert.Equal(
                plan.Steps.Reverse().Where(step => step.RunsBackward),
                plan.WayBack.Where(next => !next.IsForward).Select(next => plan.Steps[next.Step])
            );

            // What a trainer reports after its step.
            for (int i = 0; i < plan.OutputSlices.Length; i++)
            {
                Read(Value(plan.Graph.Outputs[i]), plan.OutputSlices[i]);
            }
        }
    }

    private void Forward(PlanStep step)
    {
        Node[] inputs = InputsOf(step);
        bool IsOverwritten(int i) => step.Operator.OverwritesInput(i) && step.Inputs[i].Value.Offset == step.Output.Offset;
        for (int i = 0; i < inputs.Length; i++)
        {
            Expect(Value(inputs[i]), Batch(step.Inputs[i].Value, step.Inputs[i].Length));
        }

        Slice output = Batch(step.Output, step.OutputLength);
        Write(
            Value(step.Node),
            output,
            [
                .. Enumerable
                    .Range(0, inputs.Length)
                    .Where(i => LiesInOutput(step, i))
                    .Select(i => Batch(step.Inputs[i].Value, step.Inputs[i].Length)),
                .. Enumerable.Range(0, inputs.Length).Where(i => LiesInInput(step, i)).Select(_ => output),
            ]
        );
        WriteAll($"saved of {step.Node.Name}", step.Saved);
        WriteAll($"forward scratch of {step.Node.Name}", step.ForwardScratch);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!IsOverwritten(i))
            {
                Read(Value(inputs[i]), Batch(step.Inputs[i].Value, step.Inputs[i].Length));
            }
        }

        Read(Value(step.Node), output);
        ReadAll($"saved of {step.Node.Name}", step.Saved);
    }

    private void Backward(PlanStep step)
    {
        Node[] inputs = InputsOf(step);
        Slice dy = Batch(step.OutputGradient, step.OutputLength);
        Expect(Gradient(step.Node), dy);
        WriteAll($"backward scratch of {step.Node.Name}", step.BackwardScratch);
        bool isPassed = false;
        bool IsOverwritten(int i) =>
            step.Operator.GradientOverwritesInput(i)
            && step.Inputs[i] is { NeedsGradient: true, Accumulates: false } port
            && port.Gradient.Offset == port.Value.Offset;
        for (int i = 0; i < inputs.Length; i++)
        {
            InputPort port = step.Inputs[i];
            string gradient = Gradient(inputs[i]);
            Slice dx = Batch(port.Gradient, port.Length);
            if (IsOverwritten(i))
            {
                Read(Value(inputs[i]), Batch(port.Value, port.Length));
            }

            if (port is { NeedsGradient: true, Accumulates: true })
            {
                Read(gradient, dx);
            }
            else if (port.NeedsGradient)
            {
                Assert.False(lives.ContainsKey(gradient), $"{gradient} is overwritten by its second writer {step.Node.Name}");
                isPassed |= step.Operator.OverwritesGradient(i) && dx.Offset == dy.Offset;
                Slice[] kept =
                    step.Operator.InputInOutput(i) is int inOutput && dx.Offset == dy.Offset + inOutput ? [dx]
                    : step.Operator.OutputInInput(i) is int inInput && dy.Offset == dx.Offset + inInput ? [dy]
                    : [];
                Write(gradient, dx, kept);
            }
        }

        // After all writes: nothing that the step reads may have been hit by what it writes.
        if (!isPassed)
        {
            Read(Gradient(step.Node), dy);
        }

        ReadAll($"saved of {step.Node.Name}", step.Saved);
        ReadAll($"backward scratch of {step.Node.Name}", step.BackwardScratch);
        if (step.Operator.BackwardReadsOutput)
        {
            Read(Value(step.Node), Batch(step.Output, step.OutputLength));
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (step.Operator.BackwardReadsInput(i) && !IsOverwritten(i))
            {
                Read(Value(inputs[i]), Batch(step.Inputs[i].Value, step.Inputs[i].Length));
            }
        }
    }

    private static bool LiesInOutput(PlanStep step, int i) =>
        step.Operator.InputInOutput(i) is int at && step.Inputs[i].Value.Offset == step.Output.Offset + at;

    private static bool LiesInInput(PlanStep step, int i) =>
        step.Operator.OutputInInput(i) is int at && step.Output.Offset == step.Inputs[i].Value.Offset + at;

    /// <summary>The values that a step reads: what its nodes read of others.</summary>
    private Node[] InputsOf(PlanStep step) =>
        [
            .. step
                .Nodes.SelectMany(node => node.Inputs)
                .Select(input => RandomGraph.ValueOf(input, plan.Mode))
                .Where(input => !step.Nodes.Contains(input)),
        ];

    private string Value(Node node) => $"value of {RandomGraph.ValueOf(node, plan.Mode).Name}";

    private string Gradient(Node node) => $"gradient of {RandomGraph.ValueOf(node, plan.Mode).Name}";

    private Slice Batch(Slice slice, int length) => slice with { Length = plan.MaximumBatch * length };

    private void WriteAll(string what, IReadOnlyList<Slice> slices)
    {
        for (int i = 0; i < slices.Count; i++)
        {
            Write($"{what} {i}", slices[i]);
        }
    }

    private void ReadAll(string what, IReadOnlyList<Slice> slices)
    {
        for (int i = 0; i < slices.Count; i++)
        {
            Read($"{what} {i}", slices[i]);
        }
    }

    /// <summary>Gives floats a name. Those that have it hold the same content as before, those of <paramref name="kept"/> have it already: other names stay.</summary>
    private void Write(string what, Slice slice, params IReadOnlyList<Slice> kept)
    {
        Assert.True(slice.Length > 0, $"{what} has no place");
        for (int i = slice.Offset; i < slice.End; i++)
        {
            if (!cells[i].Contains(what) && !kept.Any(other => other.Offset <= i && i < other.End))
            {
                cells[i].Clear();
            }

            cells[i].Add(what);
        }

        if (!lives.TryGetValue(what, out var life))
        {
            lives[what] = life = [];
        }

        life.Add((tick, tick, slice));
    }

    private void Read(string what, Slice slice)
    {
        Expect(what, slice);
        List<(int First, int Last, Slice Place)> life = lives[what];
        life[^1] = life[^1] with { Last = tick };
    }

    /// <summary>The content must be there; of what the same step overwrites, the life ends before.</summary>
    private void Expect(string what, Slice slice)
    {
        Assert.True(slice.Length > 0, $"{what} has no place");
        foreach (HashSet<string> found in cells.AsSpan(slice.Offset, slice.Length))
        {
            Assert.True(found.Contains(what), $"tick {tick}: expected the {what}, found {string.Join(", ", found)}");
        }
    }

    /// <summary>Floats of all blocks of 16 in which one of these has a part.</summary>
    private static int Blocks(IEnumerable<Slice> places) =>
        AlignedBuffer.AlignmentInFloats
        * places
            .SelectMany(place => Enumerable.Range(place.Offset, place.Length).Select(i => i / AlignedBuffer.AlignmentInFloats))
            .Distinct()
            .Count();
}
