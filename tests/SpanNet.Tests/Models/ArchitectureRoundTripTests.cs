using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Models;

namespace SpanNet.Tests.Models;

public sealed class ArchitectureRoundTripTests
{
    [Fact]
    public void EveryLayerComesBack() =>
        Assert.All(
            ArchitectureCases.Layers,
            entry =>
            {
                string description = $$"""{"input":[{{string.Join(",", entry.Input)}}],"layers":[{{entry.Json}}]}""";
                Graph graph = Architecture.Read(description);
                Graph again = Architecture.Read(Architecture.Write(graph));
                Assert.Equal(graph.Nodes.Select(node => node.Layer), again.Nodes.Select(node => node.Layer));
                Assert.Equal("x", again.Outputs[0].Layer!.Name);
                Assert.Equal(graph.Outputs[0].Shape, again.Outputs[0].Shape);

                // No option is at its default, so the canonical form says all that the example says: "bias": true is.
                Assert.Equal(description.Replace("\"bias\":true,", "", StringComparison.Ordinal), Architecture.Write(graph));
            }
        );

    [Fact]
    public void EveryActivationAndInitializerComesBack()
    {
        IEnumerable<string> activations = ArchitectureCases.Activations.Concat(
            LayerCatalog.Activations.Kinds.Select(kind => $"\"{kind}\"")
        );
        IEnumerable<string> initializers = ArchitectureCases.Initializers.Concat(
            InitializerCatalog.All.Kinds.Where(kind => kind != "constant").Select(kind => $"\"{kind}\"")
        );
        foreach ((string activation, string initializer) in activations.SelectMany(a => initializers.Select(i => (a, i))))
        {
            string layer = $$"""
                {"type":"dense","outputs":2,"activation":{{activation}},"initializer":{{initializer}},"bias-initializer":{{initializer}}}
                """;
            Graph graph = Architecture.Read($$"""{"input":[3],"layers":[{{layer}}]}""");
            string json = Architecture.Write(graph);
            Graph again = Architecture.Read(json);
            Assert.Equal(graph.Outputs[0].Layer, again.Outputs[0].Layer);
            Assert.Equal(json, Architecture.Write(again));
        }
    }

    [Fact]
    public void AGraphOfManyPathsComesBack()
    {
        var builder = new GraphBuilder();
        Node left = builder.Input(new Shape(4), "left");
        Node first = builder.Add(new Dense(4, Activation.ReLU), left);
        Node right = builder.Input(new Shape(2, 2));
        Node dropped = builder.Add(new Dense(9), first);
        Node flat = builder.Add(new Flatten(), right);
        Node second = builder.Add(new Dense(4) { Name = "head" }, builder.Add(new Sum(), first, flat, left));
        Node third = builder.Add(new Dense(4), first);
        Graph graph = builder.Build(second, third);

        Graph again = Architecture.Read(Architecture.Write(graph));
        Assert.DoesNotContain(dropped.Name, again.Nodes.Select(node => node.Name));
        Assert.Equal(
            graph.Nodes.Where(node => node.Layer is not null).Select(Describe),
            again.Nodes.Where(node => node.Layer is not null).Select(Describe)
        );
        Assert.Equal(graph.Inputs.Select(node => (node.Name, node.Shape)), again.Inputs.Select(node => (node.Name, node.Shape)));
        Assert.Equal(graph.Outputs.Select(node => node.Name), again.Outputs.Select(node => node.Name));
        Assert.Equal(Architecture.Write(graph), Architecture.Write(again));

        // The third dense layer kept its name though the second is gone: names decide first weights and tensors of files.
        Assert.Equal("dense3", again.Outputs[1].Name);
        Assert.Null(again.Nodes.First(node => node.Name == "dense").Layer!.Name);
    }

    [Fact]
    public void ANetworkWithoutLayersHasNoDescription()
    {
        var builder = new GraphBuilder();
        Graph graph = builder.Build(builder.Input(new Shape(4)));
        Assert.Throws<ArgumentException>(() => Architecture.Write(graph));
    }

    private static string Describe(Node node) =>
        $"{node.Name} {node.Layer! with { Name = null }} {node.Shape} <- {string.Join(",", node.Inputs.Select(input => input.Name))}";
}
