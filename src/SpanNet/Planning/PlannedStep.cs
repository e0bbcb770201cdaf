using System.Collections.Immutable;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Planning;

/// <summary>A step in the making.</summary>
internal sealed class PlannedStep(Node node, Layer layer, PlannedValue[] inputs, PlannedValue output, ImmutableArray<Parameter> parameters)
{
    /// <summary>The nodes whose work it does, in their order.</summary>
    public List<Node> Nodes { get; } = [node];

    public Layer Layer { get; private set; } = layer;

    public PlannedValue[] Inputs { get; private set; } = inputs;

    public ImmutableArray<Shape> InputShapes { get; private set; } = node.InputShapes;

    public bool[] Accumulates { get; private set; } = new bool[inputs.Length];

    public PlannedValue Output { get; private set; } = output;

    public bool RunsBackward { get; set; }

    public ImmutableArray<Parameter> Parameters { get; private set; } = parameters;

    public LoweringContext? Context { get; set; }

    public Operator? Operator { get; set; }

    public int[] Saved { get; set; } = [];

    public int[] ForwardScratch { get; set; } = [];

    public int[] BackwardScratch { get; set; } = [];

    /// <summary>Whether input number <paramref name="i"/> is as long as the output and comes once only.</summary>
    public bool IsLike(int i) => Inputs[i].Length == Output.Length && Inputs.Count(input => input == Inputs[i]) == 1;

    /// <summary>From now on <paramref name="fused"/> does the work of both.</summary>
    public void Take(PlannedStep consumer, Layer fused)
    {
        int[] others = [.. Enumerable.Range(0, consumer.Inputs.Length).Where(i => consumer.Inputs[i] != Output)];
        Inputs = [.. Inputs, .. others.Select(i => consumer.Inputs[i])];
        InputShapes = [.. InputShapes, .. others.Select(i => consumer.InputShapes[i])];
        Accumulates = new bool[Inputs.Length];
        Parameters = [.. Parameters, .. consumer.Parameters];
        Nodes.AddRange(consumer.Nodes);
        Output = consumer.Output;
        Layer = fused;
    }
}
