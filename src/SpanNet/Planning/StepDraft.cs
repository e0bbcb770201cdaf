using System.Collections.Immutable;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Planning;

/// <summary>A step in the making.</summary>
internal sealed class StepDraft(Node node, Layer layer, ValueDraft[] inputs, ValueDraft output, ImmutableArray<Parameter> parameters)
{
    /// <summary>The nodes whose work it does, in their order.</summary>
    public List<Node> Nodes { get; } = [node];

    public Layer Layer { get; private set; } = layer;

    public ValueDraft[] Inputs { get; private set; } = inputs;

    public ImmutableArray<Shape> InputShapes { get; private set; } = node.InputShapes;

    public bool[] Accumulates { get; private set; } = new bool[inputs.Length];

    public ValueDraft Output { get; private set; } = output;

    public bool RunsBackward { get; set; }

    public ImmutableArray<Parameter> Parameters { get; private set; } = parameters;

    /// <summary>For each parameter: whether a later place of a shared layer wrote to its gradient before.</summary>
    public bool[] AddsToParameter { get; private set; } = new bool[parameters.Length];

    /// <summary>What the operator asked for.</summary>
    public LoweringContext Context { get; private set; } = null!;

    public Operator Operator { get; private set; } = null!;

    /// <summary>The values of the forward pass that it reads on its way back.</summary>
    public IEnumerable<ValueDraft> ReadBackward =>
        RunsBackward
            ? [.. Inputs.Where((_, i) => Operator.BackwardReadsInput(i)), .. Operator.BackwardReadsOutput ? [Output] : (ValueDraft[])[]]
            : [];

    /// <summary>Whether input number <paramref name="i"/> comes once only.</summary>
    public bool ReadsOnce(int i) => Inputs.Count(input => input == Inputs[i]) == 1;

    /// <summary>From now on <paramref name="fused"/> does the work of both.</summary>
    public void Take(StepDraft consumer, Layer fused)
    {
        int[] others = [.. Enumerable.Range(0, consumer.Inputs.Length).Where(i => consumer.Inputs[i] != Output)];
        Inputs = [.. Inputs, .. others.Select(i => consumer.Inputs[i])];
        InputShapes = [.. InputShapes, .. others.Select(i => consumer.InputShapes[i])];
        Accumulates = new bool[Inputs.Length];
        Parameters = [.. Parameters, .. consumer.Parameters];
        AddsToParameter = new bool[Parameters.Length];
        Nodes.AddRange(consumer.Nodes);
        Output = consumer.Output;
        Layer = fused;
    }

    /// <summary>Asks the layer for its operator.</summary>
    public void Lower(LoweringContext context)
    {
        Context = context;
        Operator = Layer.Lower(context);
    }
}
