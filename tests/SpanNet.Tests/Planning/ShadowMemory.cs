using SpanNet.Graphs;
using SpanNet.Kernels.Memory;
using SpanNet.Operators;
using SpanNet.Planning;

namespace SpanNet.Tests.Planning;

/// <summary>
/// Runs a plan without numbers: every float of the arena holds the name of what was last written there, and every read must find
/// the name it expects. Knows the graph and the places in the plan, nothing of how lifetimes were found.
/// </summary>
internal sealed class ShadowMemory
{
    private readonly Plan plan;
    private readonly Dictionary<string, (int First, int Last, int Length)> lives = [];
    private readonly string?[] cells;
    private int tick;

    public ShadowMemory(Plan plan)
    {
        this.plan = plan;
        cells = new string?[plan.ArenaLength];
    }

    /// <summary>Floats of all buffers together, as if nothing shared memory.</summary>
    public int Sum => lives.Values.Sum(life => AlignedBuffer.Pad(life.Length));

    /// <summary>The most floats that are alive at one moment.</summary>
    public int Peak =>
        Enumerable
            .Range(0, tick + 1)
            .Max(t => lives.Values.Where(life => life.First <= t && t <= life.Last).Sum(life => AlignedBuffer.Pad(life.Length)));

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

            foreach (PlanStep step in plan.Steps.Reverse().Where(step => step.RunsBackward))
            {
                tick++;
                Backward(step);
            }

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
            if (IsOverwritten(i))
            {
                Expect(Value(inputs[i]), Batch(step.Inputs[i].Value, step.Inputs[i].Length));
            }
        }

        Write(Value(step.Node), Batch(step.Output, step.OutputLength));
        WriteAll($"saved of {step.Node.Name}", step.Saved);
        WriteAll($"forward scratch of {step.Node.Name}", step.ForwardScratch);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!IsOverwritten(i))
            {
                Read(Value(inputs[i]), Batch(step.Inputs[i].Value, step.Inputs[i].Length));
            }
        }

        Read(Value(step.Node), Batch(step.Output, step.OutputLength));
        ReadAll($"saved of {step.Node.Name}", step.Saved);
    }

    private void Backward(PlanStep step)
    {
        Node[] inputs = InputsOf(step);
        WriteAll($"backward scratch of {step.Node.Name}", step.BackwardScratch);
        bool isPassed = false;
        for (int i = 0; i < inputs.Length; i++)
        {
            InputPort port = step.Inputs[i];
            isPassed |=
                port is { NeedsGradient: true, Accumulates: false }
                && step.Operator.OverwritesGradient(i)
                && port.Gradient.Offset == step.OutputGradient.Offset;
        }

        if (isPassed)
        {
            Expect(Gradient(step.Node), Batch(step.OutputGradient, step.OutputLength));
        }

        var written = new HashSet<string>();
        for (int i = 0; i < inputs.Length; i++)
        {
            InputPort port = step.Inputs[i];
            if (port.NeedsGradient)
            {
                string gradient = Gradient(inputs[i]);
                if (port.Accumulates)
                {
                    Read(gradient, Batch(port.Gradient, port.Length));
                }
                else
                {
                    Assert.False(lives.ContainsKey(gradient), $"{gradient} is overwritten by its second writer {step.Node.Name}");
                    Write(gradient, Batch(port.Gradient, port.Length));
                }
            }
        }

        // After all writes: nothing that the step reads may have been hit by what it writes.
        if (!isPassed)
        {
            Read(Gradient(step.Node), Batch(step.OutputGradient, step.OutputLength));
        }

        ReadAll($"saved of {step.Node.Name}", step.Saved);
        ReadAll($"backward scratch of {step.Node.Name}", step.BackwardScratch);
        if (step.Operator.BackwardReadsOutput)
        {
            Read(Value(step.Node), Batch(step.Output, step.OutputLength));
        }

        for (int i = 0; i < inputs.Length && step.Operator.BackwardReadsInputs; i++)
        {
            Read(Value(inputs[i]), Batch(step.Inputs[i].Value, step.Inputs[i].Length));
        }
    }

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

    private void Write(string what, Slice slice)
    {
        Assert.True(slice.Length > 0, $"{what} has no place");
        cells.AsSpan(slice.Offset, slice.Length).Fill(what);
        lives[what] = (tick, tick, slice.Length);
    }

    private void Read(string what, Slice slice)
    {
        Expect(what, slice);
        lives[what] = lives[what] with { Last = tick };
    }

    /// <summary>A last read of what the same step overwrites: its life ends before.</summary>
    private void Expect(string what, Slice slice)
    {
        Assert.True(slice.Length > 0, $"{what} has no place");
        foreach (string? found in cells.AsSpan(slice.Offset, slice.Length))
        {
            Assert.True(found == what, $"tick {tick}: expected the {what}, found {found ?? "nothing"}");
        }
    }
}
