using System.Collections.Immutable;

namespace SpanNet.Graphs;

/// <summary>A layer applied to inputs; stands for the value that comes out. Made by <see cref="GraphBuilder"/>.</summary>
public sealed class Node
{
    internal Node(int index, string name, Layer? layer, Node? owner, ImmutableArray<Node> inputs, Shape shape)
    {
        Index = index;
        Name = name;
        Layer = layer;
        Owner = owner ?? this;
        Inputs = inputs;
        Shape = shape;
    }

    /// <summary>Position in the graph: every input stands before its consumers.</summary>
    public int Index { get; }

    /// <summary>Unique within the graph.</summary>
    public string Name { get; }

    /// <summary>What is computed here; null for an input of the graph.</summary>
    public Layer? Layer { get; }

    /// <summary>The node whose parameters this one computes with: itself, unless <see cref="GraphBuilder.Share(Node, ReadOnlySpan{Node})"/> made it.</summary>
    public Node Owner { get; }

    /// <summary>True when the parameters belong to another node.</summary>
    public bool IsShared => Owner != this;

    /// <summary>The parameters that belong to this node: none for an input, none where the layer of another node is used again.</summary>
    public ImmutableArray<ParameterSpec> OwnParameters => IsShared || Layer is null ? [] : Layer.Parameters(InputShapes.AsSpan());

    /// <summary>What it is computed from.</summary>
    public ImmutableArray<Node> Inputs { get; }

    /// <summary>Shape of the value, without the batch.</summary>
    public Shape Shape { get; }

    /// <summary>Shapes of the inputs.</summary>
    public ImmutableArray<Shape> InputShapes => [.. Inputs.Select(input => input.Shape)];

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}
