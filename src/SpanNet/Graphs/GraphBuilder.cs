using System.Collections.Immutable;

namespace SpanNet.Graphs;

/// <summary>Builds a <see cref="Graph"/> node by node. Shapes are checked as nodes are added.</summary>
public sealed class GraphBuilder
{
    private readonly List<Node> nodes = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Adds an input of the graph.</summary>
    public Node Input(Shape shape, string? name = null) => Append(name, "input", null, [], shape);

    /// <summary>Adds a layer applied to <paramref name="inputs"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not fit; the message names the layer, what it expected and what it got.</exception>
    /// <exception cref="ArgumentException">An input belongs to another graph, or the layer's name is taken.</exception>
    public Node Add(Layer layer, params ReadOnlySpan<Node> inputs)
    {
        ArgumentNullException.ThrowIfNull(layer);
        foreach (Node input in inputs)
        {
            if (input.Index >= nodes.Count || nodes[input.Index] != input)
            {
                throw new ArgumentException($"The input '{input.Name}' belongs to another graph.", nameof(inputs));
            }
        }

        ImmutableArray<Node> all = [.. inputs];
        string name = layer.Name ?? Unused(layer.Kind);
        if (inputs.Length < layer.MinimumInputs || inputs.Length > layer.MaximumInputs)
        {
            throw new ShapeException($"Layer '{name}' ({layer.Kind}): expected {InputCount(layer)}, got {inputs.Length}.");
        }

        try
        {
            return Append(name, layer.Kind, layer, all, layer.Infer([.. all.Select(input => input.Shape)]));
        }
        catch (ShapeException exception)
        {
            throw new ShapeException($"Layer '{name}' ({layer.Kind}): {exception.Message}", exception);
        }
    }

    /// <summary>Ends the graph. Nodes that no output depends on are dropped; inputs are kept.</summary>
    /// <exception cref="ArgumentException">There is no output.</exception>
    public Graph Build(params ReadOnlySpan<Node> outputs)
    {
        if (outputs.IsEmpty)
        {
            throw new ArgumentException("A graph needs at least one output.", nameof(outputs));
        }

        var needed = new HashSet<Node>(outputs.ToArray());
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(nodes[i]))
            {
                needed.UnionWith(nodes[i].Inputs);
            }
        }

        return new Graph([.. nodes.Where(node => node.Layer is null || needed.Contains(node))], [.. outputs]);
    }

    /// <summary>The name that the next layer of <paramref name="kind"/> gets when it has none of its own: the kind, or the kind and a number.</summary>
    internal string Unused(string kind)
    {
        for (int i = numbers.GetValueOrDefault(kind, 1); ; i++)
        {
            string name = i == 1 ? kind : $"{kind}{i}";
            if (!names.Contains(name))
            {
                // Names are never given back, so the search need not begin at 1 again.
                numbers[kind] = i;
                return name;
            }
        }
    }

    private static string InputCount(Layer layer) =>
        layer.MinimumInputs == layer.MaximumInputs
            ? layer.MinimumInputs == 1
                ? "1 input"
                : $"{layer.MinimumInputs} inputs"
            : $"at least {layer.MinimumInputs} inputs";

    private Node Append(string? name, string kind, Layer? layer, ImmutableArray<Node> inputs, Shape shape)
    {
        name ??= Unused(kind);
        if (!names.Add(name))
        {
            throw new ArgumentException($"The name '{name}' is taken: names of nodes are unique within a graph.", nameof(name));
        }

        var node = new Node(nodes.Count, name, layer, inputs, shape);
        nodes.Add(node);
        return node;
    }
}
