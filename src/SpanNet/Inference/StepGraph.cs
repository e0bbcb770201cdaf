using System.Collections.Immutable;
using SpanNet.Graphs;
using SpanNet.Layers;

namespace SpanNet.Inference;

/// <summary>
/// A network over sequences as a network of one step: the memory of every recurrent net becomes an input and an output. Nodes keep
/// their names, and with them their parameters.
/// </summary>
internal static class StepGraph
{
    /// <summary>The graph: input 0 is the step [1, …], output 0 the network's, the others the memories in the order of the nets.</summary>
    /// <exception cref="ArgumentException">A layer needs more than the step and what came before; the message names it.</exception>
    public static Graph Of(Graph graph)
    {
        if (graph.Inputs.Length != 1 || graph.Outputs.Length != 1)
        {
            throw new ArgumentException(
                $"Expected a network with one input and one output, got {graph.Inputs.Length} and {graph.Outputs.Length}."
            );
        }

        var builder = new GraphBuilder();
        var steps = new Dictionary<Node, Node>();
        var overTime = new HashSet<Node>();
        var memories = new List<Node>();
        foreach (Node node in graph.Nodes)
        {
            ImmutableArray<Node> inputs = [.. node.Inputs.Select(input => steps[input])];
            bool hasTime = node.Inputs.Any(overTime.Contains);
            switch (node.Layer)
            {
                case null:
                    steps[node] = builder.Input(StepOf(node), node.Name);
                    overTime.Add(node);
                    break;
                case RecurrentLayer net when hasTime:
                    steps[node] = AddNet(builder, node, net, inputs, memories);
                    if (net.Output == RecurrentOutput.Sequence)
                    {
                        overTime.Add(node);
                    }

                    break;
                case var layer:
                    if (hasTime && !(node.Inputs.All(overTime.Contains) && layer.IsStepwise(node.InputShapes.AsSpan())))
                    {
                        throw Cannot(node, "it needs more than one step at a time");
                    }

                    steps[node] = builder.Add(layer with { Name = node.Name }, inputs.AsSpan());
                    if (hasTime)
                    {
                        overTime.Add(node);
                    }

                    break;
            }
        }

        if (memories.Count == 0)
        {
            throw new ArgumentException("The network has no recurrent layer: there is no state to carry from step to step.");
        }

        return builder.Build([steps[graph.Outputs[0]], .. memories]);
    }

    private static Shape StepOf(Node input)
    {
        int[] extents = input.Shape.Extents.ToArray();
        if (extents.Length == 0)
        {
            throw Cannot(input, "it is a single number, not a sequence");
        }

        extents[0] = 1;
        return new Shape(extents);
    }

    private static Node AddNet(GraphBuilder builder, Node node, RecurrentLayer net, ImmutableArray<Node> inputs, List<Node> memories)
    {
        if (net.IsBidirectional)
        {
            throw Cannot(node, "a direction of it begins at the end of the sequence");
        }

        if (inputs.Length > 1)
        {
            throw Cannot(node, "its first states or lengths are inputs of the network");
        }

        var step = new RecurrentStep(net) { Name = node.Name };
        Node before = builder.Input(new Shape([step.Memory]), $"{node.Name}.before");
        Node after = builder.Add(step, inputs[0], before);
        memories.Add(after);
        Node state = builder.Add(new Slice(step.OutputOffset, net.Hidden) { Name = $"{node.Name}.state" }, after);
        return net.Output == RecurrentOutput.LastState
            ? state
            : builder.Add(new Reshape(new Shape(1, net.Hidden)) { Name = $"{node.Name}.step" }, state);
    }

    private static ArgumentException Cannot(Node node, string why) => new($"'{node.Name}' cannot run step by step: {why}.");
}
