using System.Text.Json;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Layers;

namespace SpanNet.Models;

/// <summary>Builds the graph that a JSON description says, layer by layer, and names the path of what cannot be.</summary>
internal sealed class ArchitectureReader
{
    /// <summary>Bounds the time that a hostile file can take.</summary>
    private const int MaximumLayers = 10_000;

    private const int MaximumNameLength = 64;

    private readonly GraphBuilder builder = new();
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly int? outputs;

    private ArchitectureReader(int? outputs) => this.outputs = outputs;

    public static Graph Read(JsonElement root, Shape? input, int? outputs)
    {
        var reader = new ArchitectureReader(outputs);
        var options = new OptionReader(root, "");
        options.String("$schema"); // Tells editors which options there are.
        Node? previous = reader.ReadInputs(options, input);
        if (!options.TryGet("layers", out JsonElement layers))
        {
            throw new ConfigurationException("layers", "missing; expected a list of layers");
        }

        if (layers.ValueKind != JsonValueKind.Array || layers.GetArrayLength() is 0 or > MaximumLayers)
        {
            throw new ConfigurationException(
                "layers",
                $"expected a list of 1 to {MaximumLayers} layers, got "
                    + (layers.ValueKind == JsonValueKind.Array ? $"{layers.GetArrayLength()}" : OptionReader.Describe(layers))
            );
        }

        int i = 0;
        foreach (JsonElement layer in layers.EnumerateArray())
        {
            previous = reader.ReadLayer(layer, $"layers[{i++}]", previous);
        }

        Node[] ends = options.TryGet("outputs", out JsonElement names) ? reader.Nodes(names, "outputs") : [previous!];
        options.Finish();
        return reader.builder.Build(ends);
    }

    /// <summary>Adds the inputs; gives the one that the first layer takes, or null when there are several.</summary>
    private Node? ReadInputs(OptionReader options, Shape? given)
    {
        if (options.TryGet("inputs", out JsonElement several))
        {
            if (options.Has("input"))
            {
                throw new ConfigurationException("inputs", "expected either 'input' or 'inputs', got both");
            }

            var shapes = new OptionReader(several, "inputs");
            foreach (JsonProperty property in several.EnumerateObject())
            {
                CheckName(property.Name, $"inputs.{property.Name}");
                nodes.Add(property.Name, builder.Input(ReadShape(shapes, property.Name), property.Name));
            }

            if (nodes.Count == 0)
            {
                throw new ConfigurationException("inputs", "expected at least one input, got {}");
            }
        }
        else
        {
            Shape shape = options.Has("input")
                ? ReadShape(options, "input")
                : given ?? throw new ConfigurationException("input", "missing; expected the input's shape, such as [28, 28, 1]");
            Node node = builder.Input(shape, "input");
            nodes.Add(node.Name, node);
        }

        Node? only = nodes.Count == 1 ? nodes.Values.Single() : null;
        return given is Shape data && only is not null && only.Shape.Length != data.Length
            ? throw new ConfigurationException("input", $"expected {data}, the shape of the data, got {only.Shape}")
            : only;
    }

    private Node ReadLayer(JsonElement element, string path, Node? previous)
    {
        try
        {
            bool isBare = element.ValueKind == JsonValueKind.String;
            var options = new OptionReader(isBare ? default : element, path);
            string? name = options.String("name");
            if (name is not null)
            {
                CheckName(name, options.PathOf("name"));
            }

            bool isShared = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("shares", out _);
            Node? shared = isShared && options.TryGet("shares", out JsonElement first) ? Find(first, options.PathOf("shares")) : null;
            Layer? layer =
                shared is not null ? null
                : isBare ? LayerCatalog.All.Read(element, path)
                : LayerCatalog.All.Read(options);
            if (layer is Dense { Outputs: Dense.AsManyAsTargets } dense)
            {
                layer = dense with
                {
                    Outputs =
                        outputs
                        ?? throw new ConfigurationException(
                            options.PathOf("outputs"),
                            "missing; expected a whole number, because no data gives the number of classes or targets"
                        ),
                };
            }

            Node[] inputs =
                options.TryGet("inputs", out JsonElement names) ? Nodes(names, options.PathOf("inputs"))
                : previous is not null ? [previous]
                : throw new ConfigurationException(
                    options.PathOf("inputs"),
                    $"missing; expected names, because the network has several inputs: {string.Join(", ", nodes.Keys)}"
                );
            options.Finish();

            Node node = shared is null ? builder.Add(layer! with { Name = name }, inputs) : builder.Share(shared, name, inputs);
            nodes.Add(node.Name, node);

            // Parameters too large for a shape fail here, where the layer is known.
            _ = node.OwnParameters;
            return node;
        }
        catch (Exception exception) when (exception is ShapeException or ArgumentException)
        {
            throw new ConfigurationException(path, exception.Message);
        }
        catch (OverflowException)
        {
            throw new ConfigurationException(path, "the shape has more elements than can be counted");
        }
    }

    private Node[] Nodes(JsonElement names, string path)
    {
        if (names.ValueKind != JsonValueKind.Array || names.GetArrayLength() is 0 or > MaximumLayers)
        {
            throw new ConfigurationException(path, $"expected a list of names, got {OptionReader.Describe(names)}");
        }

        return [.. names.EnumerateArray().Select((item, i) => Find(item, $"{path}[{i}]"))];
    }

    private Node Find(JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.String)
        {
            throw new ConfigurationException(path, $"expected a name, got {OptionReader.Describe(item)}");
        }

        string name = item.GetString()!;
        return nodes.TryGetValue(name, out Node? node)
            ? node
            : throw new ConfigurationException(
                path,
                $"no layer or input before this is called '{name}'; {Spelling.Suggest(name, nodes.Keys)}"
            );
    }

    private void CheckName(string name, string path)
    {
        if (name.Length is 0 or > MaximumNameLength || name.AsSpan().ContainsAnyInRange('\0', '\u001f'))
        {
            throw new ConfigurationException(path, $"expected a name of 1 to {MaximumNameLength} printable characters");
        }

        if (nodes.ContainsKey(name))
        {
            throw new ConfigurationException(path, $"the name '{name}' is taken: names are unique within a network");
        }
    }

    private static Shape ReadShape(OptionReader options, string name)
    {
        try
        {
            return new Shape(options.Int32s(name, minimum: 1));
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException(options.PathOf(name), exception.Message);
        }
    }
}
