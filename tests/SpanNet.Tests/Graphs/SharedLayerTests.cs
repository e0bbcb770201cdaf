using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Tests.Data;
using SpanNet.Training;

namespace SpanNet.Tests.Graphs;

/// <summary>One layer at several places: its parameters exist once, in memory, in files and for the optimizer. Gradients: LayerForm.Shared.</summary>
public sealed class SharedLayerTests
{
    private const string Json = """
        {"inputs":{"left":[3],"right":[3]},"layers":[{"type":"dense","inputs":["left"],"outputs":4,"activation":"tanh"},{"shares":"dense","inputs":["right"]},{"shares":"dense","name":"again","inputs":["left"]},{"type":"subtract","inputs":["dense","dense2"]},{"type":"concat","inputs":["subtract","again"]}]}
        """;

    [Fact]
    public void ParametersExistOnceUnderTheNameOfTheFirstPlace()
    {
        using var model = new Model(Twins(), seed: 1);

        Assert.Equal(["dense.weight", "dense.bias"], model.Parameters.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(16, model.Parameters.Count);
        Assert.Equal(["dense", "dense2", "again"], model.Graph.Nodes.Where(node => node.Layer is Dense).Select(node => node.Name));
        Assert.Equal([false, true, true], model.Graph.Nodes.Where(node => node.Layer is Dense).Select(node => node.IsShared));
        Assert.Equal(2, model.Graph.Nodes.Sum(node => node.OwnParameters.Length));
    }

    [Fact]
    public void AllPlacesComputeWithTheSameParameters()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(5));
        Node first = builder.Add(new Dense(3, Activation.Gelu), x);
        using var run = new Testing.NetworkRun(builder.Build(builder.Add(new Subtract(), first, builder.Share(first, x))), 4);

        Assert.All(run.Forward(4, run.RandomInputs(4, 1))[0], value => Assert.Equal(0f, value));
    }

    [Fact]
    public void ALayerMayBeSharedWithItsOwnOutputAndOnRowsOfAnotherNumber()
    {
        var builder = new GraphBuilder();
        Node first = builder.Add(new Dense(4), builder.Input(new Shape(4)));
        Node again = builder.Share(first, "again", first);
        Node rows = builder.Share(again, builder.Input(new Shape(7, 4)));

        Assert.Same(first, rows.Owner);
        Assert.Equal("again", again.Name);
        Assert.Equal(new Shape(7, 4), rows.Shape);
    }

    [Fact]
    public void JsonAndModelFilesKeepIt()
    {
        Graph graph = Architecture.Read(
            Json.Replace("\"shares\":\"dense\",\"name\"", "\"shares\":\"dense2\",\"name\"", StringComparison.Ordinal)
        );

        Assert.Equal(Json.Trim(), Architecture.Write(graph));
        Assert.Equal(Json.Trim(), Architecture.Write(Twins()));
        using var folder = new TemporaryFolder();
        string path = folder.File("twins.safetensors");
        using var model = new Model(graph, seed: 3);
        ModelFile.Save(model, path);
        using Model loaded = ModelFile.Load(path);
        Assert.Equal(Json.Trim(), Architecture.Write(loaded.Graph));
        Assert.True(model.Parameters.Values.SequenceEqual(loaded.Parameters.Values));
    }

    [Theory]
    [InlineData("""{"shares":"dens","inputs":["right"]}""", "layers[1].shares: no layer or input before this is called 'dens'")]
    [InlineData("""{"shares":"left","inputs":["right"]}""", "layers[1]: 'left' is an input: there is no layer to share.")]
    [InlineData("""{"shares":"dense","outputs":3,"inputs":["right"]}""", "layers[1].outputs: unknown option; valid")]
    [InlineData("""{"shares":"dense","type":"dense","inputs":["right"]}""", "layers[1].type: unknown option")]
    [InlineData("""{"shares":1,"inputs":["right"]}""", "layers[1].shares: expected a name, got")]
    [InlineData(
        """{"shares":"dense","inputs":["wide"]}""",
        "layers[1]: Layer 'dense2' (dense): it shares the parameters of 'dense', whose weight is [4, 3], but inputs of [5] need [4, 5]"
    )]
    public void MistakesAreNamed(string layer, string message)
    {
        string json =
            $$"""{"inputs":{"left":[3],"right":[3],"wide":[5]},"layers":[{"type":"dense","inputs":["left"],"outputs":4},{{layer}}]}""";

        var exception = Assert.Throws<ConfigurationException>(() => Architecture.Read(json));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFirstPlaceMustBeComputed()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(4));
        Node first = builder.Add(new Dense(4), x);
        Node again = builder.Share(first, x);

        var exception = Assert.Throws<ArgumentException>(() => builder.Build(again));

        Assert.Contains("No output depends on 'dense', but 'dense2' shares its parameters", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANodeOfAnotherGraphIsNotShared()
    {
        Node other = new GraphBuilder().Input(new Shape(4));
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(4));

        Assert.Throws<ArgumentException>(() => builder.Share(other, x));
        Assert.Throws<ArgumentException>(() => builder.Share(x, x));
    }

    /// <summary>The optimizer sees one gradient, the sum: as if the rows of both places had been rows of one batch.</summary>
    [Fact]
    public void TrainingUpdatesThemOnce()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(6));
        Node left = builder.Add(new Slice(0, 3), x);
        Node first = builder.Add(new Dense(2), left);
        Node second = builder.Share(first, builder.Add(new Slice(3, 3), x));
        using var shared = new Model(builder.Build(builder.Add(new Concat(), first, second)), seed: 9);
        using var rows = new Model(Graph.Sequential(new Shape(2, 3), new Dense(2), new Flatten()), seed: 9);
        var options = new TrainerOptions
        {
            Loss = new SpanNet.Losses.MeanSquaredError(),
            Optimizer = new Adam { L2 = 0.1f },
            BatchSize = 5,
        };
        using var a = new Trainer(shared, options);
        using var b = new Trainer(rows, options);
        float[] inputs = Testing.RandomFloats.Of(30, new Random(1), 1f);
        float[] targets = Testing.RandomFloats.Of(20, new Random(2), 1f);

        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(a.Step(inputs, targets), b.Step(inputs, targets), 1e-6);
        }

        Assert.All(
            shared.Parameters.Values.ToArray().Zip(rows.Parameters.Values.ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5f)
        );
    }

    private static Graph Twins()
    {
        var builder = new GraphBuilder();
        Node left = builder.Input(new Shape(3), "left");
        Node right = builder.Input(new Shape(3), "right");
        Node first = builder.Add(new Dense(4, Activation.Tanh), left);
        Node second = builder.Share(first, right);
        Node again = builder.Share(second, "again", left);
        return builder.Build(builder.Add(new Concat(), builder.Add(new Subtract(), first, second), again));
    }
}
