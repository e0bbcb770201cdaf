using System.Text.Json;
using SpanNet.Configuration;
using SpanNet.Graphs;

namespace SpanNet.Models;

/// <summary>Writes a graph so that <see cref="ArchitectureReader"/> builds an equal one, saying nothing that it would assume anyway.</summary>
internal sealed class ArchitectureWriter(Utf8JsonWriter json)
{
    private readonly OptionWriter options = new(json);

    // The graph as it will be built again: its nodes tell which names come by themselves.
    private readonly GraphBuilder builder = new();
    private readonly Dictionary<Node, Node> copies = [];

    public void Write(Graph graph)
    {
        Node[] layers = [.. graph.Nodes.Where(node => node.Layer is not null)];
        if (layers.Length == 0)
        {
            throw new ArgumentException("A network without layers has no description.", nameof(graph));
        }

        json.WriteStartObject();
        WriteInputs(graph);
        json.WriteStartArray("layers");
        Node? previous = graph.Inputs is [Node only] ? only : null;
        foreach (Node node in layers)
        {
            WriteLayer(node, previous);
            previous = node;
        }

        json.WriteEndArray();
        if (graph.Outputs is not [Node output] || output != previous)
        {
            WriteNames("outputs", graph.Outputs);
        }

        json.WriteEndObject();
    }

    private void WriteInputs(Graph graph)
    {
        foreach (Node input in graph.Inputs)
        {
            copies.Add(input, builder.Input(input.Shape, input.Name));
        }

        if (graph.Inputs is [{ Name: "input" } only])
        {
            WriteShape(only);
            return;
        }

        json.WriteStartObject("inputs");
        foreach (Node input in graph.Inputs)
        {
            WriteShape(input);
        }

        json.WriteEndObject();
    }

    private void WriteLayer(Node node, Node? previous)
    {
        Layer layer = node.Layer!;
        if (layer.Name is null && builder.Unused(layer.Kind) != node.Name)
        {
            layer = layer with { Name = node.Name };
        }

        Node[] inputs = [.. node.Inputs.Select(input => copies[input])];
        copies.Add(node, node.IsShared ? builder.Share(copies[node.Owner], layer.Name, inputs) : builder.Add(layer, inputs));
        json.WriteStartObject();
        json.WriteString(node.IsShared ? "shares" : "type", node.IsShared ? node.Owner.Name : layer.Kind);
        options.String("name", layer.Name);
        if (node.Inputs is not [Node input] || input != previous)
        {
            WriteNames("inputs", node.Inputs);
        }

        if (!node.IsShared)
        {
            layer.WriteOptions(options);
        }

        json.WriteEndObject();
    }

    private void WriteShape(Node input)
    {
        json.WriteStartArray(input.Name);
        foreach (int extent in input.Shape.Extents)
        {
            json.WriteNumberValue(extent);
        }

        json.WriteEndArray();
    }

    private void WriteNames(string property, IEnumerable<Node> nodes)
    {
        json.WriteStartArray(property);
        foreach (Node node in nodes)
        {
            json.WriteStringValue(node.Name);
        }

        json.WriteEndArray();
    }
}
