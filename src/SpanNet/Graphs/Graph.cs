using System.Collections.Immutable;

namespace SpanNet.Graphs;

/// <summary>What a network is: nodes in the order of computation, inputs and outputs. Immutable, without memory, shared freely.</summary>
public sealed class Graph
{
    internal Graph(ImmutableArray<Node> nodes, ImmutableArray<Node> outputs)
    {
        Nodes = nodes;
        Inputs = [.. nodes.Where(node => node.Layer is null)];
        Outputs = outputs;
    }

    /// <summary>All nodes that an output depends on, inputs before consumers.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>The graph's inputs.</summary>
    public ImmutableArray<Node> Inputs { get; }

    /// <summary>The graph's outputs.</summary>
    public ImmutableArray<Node> Outputs { get; }

    /// <summary>A chain of layers from one input to one output.</summary>
    /// <exception cref="ShapeException">A layer does not fit the one before it.</exception>
    public static Graph Sequential(Shape input, params ReadOnlySpan<Layer> layers)
    {
        var builder = new GraphBuilder();
        Node node = builder.Input(input);
        foreach (Layer layer in layers)
        {
            node = builder.Add(layer, node);
        }

        return builder.Build(node);
    }
}
