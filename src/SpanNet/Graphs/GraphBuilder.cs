using System.Collections.Immutable;

namespace SpanNet.Graphs;

/// <summary>Builds a <see cref="Graph"/> node by node. Shapes are checked as nodes are added.</summary>
public sealed class GraphBuilder
{
    private readonly List<Node> nodes = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Adds an input of the graph.</summary>
    public Node Input(Shape shape, string? name = null) => Append(name ?? Unused("input"), null, null, [], shape);

    /// <summary>Adds a layer applied to <paramref name="inputs"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not fit; the message names the layer, what it expected and what it got.</exception>
    /// <exception cref="ArgumentException">An input belongs to another graph, or the layer's name is taken.</exception>
    public Node Add(Layer layer, params ReadOnlySpan<Node> inputs)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Append(layer, null, inputs);
    }

    /// <summary>
    /// Applies the layer of <paramref name="first"/> once more, to other inputs, with the same parameters (tied weights): they exist once,
    /// and their gradient is the sum over all places.
    /// </summary>
    /// <param name="first">Where the layer was added.</param>
    /// <param name="inputs">What it is applied to here: of shapes that need parameters of the same shapes.</param>
    /// <exception cref="ShapeException">The shapes do not fit the layer or its parameters.</exception>
    /// <exception cref="ArgumentException">A node belongs to another graph, or <paramref name="first"/> is an input.</exception>
    public Node Share(Node first, params ReadOnlySpan<Node> inputs) => Share(first, null, inputs);

    /// <summary>The same for a node with a name of its own.</summary>
    /// <inheritdoc cref="Share(Node, ReadOnlySpan{Node})"/>
    public Node Share(Node first, string? name, params ReadOnlySpan<Node> inputs)
    {
        ArgumentNullException.ThrowIfNull(first);
        CheckBelongs(first);
        return first.Layer is Layer layer
            ? Append(layer with { Name = name }, first.Owner, inputs)
            : throw new ArgumentException($"'{first.Name}' is an input: there is no layer to share.", nameof(first));
    }

    /// <summary>Ends the graph. Nodes that no output depends on are dropped; inputs are kept.</summary>
    /// <exception cref="ArgumentException">There is no output, or none depends on a node whose parameters are shared by one that is needed.</exception>
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

        if (needed.FirstOrDefault(node => !needed.Contains(node.Owner)) is Node orphan)
        {
            throw new ArgumentException(
                $"No output depends on '{orphan.Owner.Name}', but '{orphan.Name}' shares its parameters: share the layer of a node that is computed.",
                nameof(outputs)
            );
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

    private static void CheckParameters(Node owner, Layer layer, ImmutableArray<Node> inputs)
    {
        ImmutableArray<ParameterSpec> shared = owner.OwnParameters;
        ImmutableArray<ParameterSpec> wanted = layer.Parameters([.. inputs.Select(input => input.Shape)]);
        for (int i = 0; i < shared.Length; i++)
        {
            if (shared[i].Shape != wanted[i].Shape)
            {
                throw new ShapeException(
                    $"it shares the parameters of '{owner.Name}', whose {shared[i].Name} is {shared[i].Shape}, "
                        + $"but inputs of {string.Join(" and ", inputs.Select(input => input.Shape))} need {wanted[i].Shape}"
                );
            }
        }
    }

    private static string InputCount(Layer layer) =>
        layer.MinimumInputs == layer.MaximumInputs
            ? layer.MinimumInputs == 1
                ? "1 input"
                : $"{layer.MinimumInputs} inputs"
            : $"at least {layer.MinimumInputs} inputs";

    private void CheckBelongs(Node node)
    {
        if (node.Index >= nodes.Count || nodes[node.Index] != node)
        {
            throw new ArgumentException($"The node '{node.Name}' belongs to another graph.", nameof(node));
        }
    }

    private Node Append(Layer layer, Node? owner, ReadOnlySpan<Node> inputs)
    {
        foreach (Node input in inputs)
        {
            CheckBelongs(input);
        }

        ImmutableArray<Node> all = [.. inputs];
        string name = layer.Name ?? Unused(layer.Kind);
        if (inputs.Length < layer.MinimumInputs || inputs.Length > layer.MaximumInputs)
        {
            throw new ShapeException($"Layer '{name}' ({layer.Kind}): expected {InputCount(layer)}, got {inputs.Length}.");
        }

        try
        {
            Shape shape = layer.Infer([.. all.Select(input => input.Shape)]);
            if (owner is not null)
            {
                CheckParameters(owner, layer, all);
            }

            return Append(name, layer, owner, all, shape);
        }
        catch (ShapeException exception)
        {
            throw new ShapeException($"Layer '{name}' ({layer.Kind}): {exception.Message}", exception);
        }
    }

    private Node Append(string name, Layer? layer, Node? owner, ImmutableArray<Node> inputs, Shape shape)
    {
        if (!names.Add(name))
        {
            throw new ArgumentException($"The name '{name}' is taken: names of nodes are unique within a graph.", nameof(name));
        }

        var node = new Node(nodes.Count, name, layer, owner, inputs, shape);
        nodes.Add(node);
        return node;
    }
}
