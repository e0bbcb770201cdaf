using SpanNet.Configuration;
using SpanNet.Diagnostics;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Extension.Tests;

/// <summary>A layer of another assembly: in graphs, in files, in training, and under the public check.</summary>
public sealed class CustomLayerTests
{
    private const string Json =
        """{"input":[2,3],"layers":[{"type":"stretch","power":0.5},{"type":"flatten"},{"type":"dense","outputs":2}]}""";

    static CustomLayerTests() => LayerCatalog.Register("stretch", Stretch.Read);

    [Fact]
    public void ACorrectLayerPassesTheCheck()
    {
        LayerCheckReport report = LayerCheck.Run(new Stretch(0.5f), [new Shape(2, 5)]);

        Assert.True(report.Passed, report.ToString());
        Assert.Equal(
            [
                "gradient by input 0",
                "gradient by weight",
                "gradient by input 0, added to another",
                "gradient by weight, added to another",
                "threads",
                "allocation",
            ],
            report.Findings.Select(finding => finding.What)
        );
    }

    [Theory]
    [InlineData(nameof(Mistake.WrongGradient), "gradient by input 0")]
    [InlineData(nameof(Mistake.NeverAdds), "gradient by input 0, added to another")]
    [InlineData(nameof(Mistake.AlwaysAdds), "gradient by input 0")]
    [InlineData(nameof(Mistake.Allocates), "allocation")]
    [InlineData(nameof(Mistake.CountsThreads), "threads")]
    [InlineData(nameof(Mistake.ReadsGarbage), "forward")]
    public void EveryMistakeIsFound(string mistake, string what)
    {
        LayerCheckReport report = LayerCheck.Run(new Stretch(0.5f) { Mistake = Enum.Parse<Mistake>(mistake) }, [new Shape(2, 5)]);

        Assert.False(report.Passed, report.ToString());
        Assert.Contains(report.Findings, finding => finding.What == what && !finding.Passed);
        Assert.Contains($"FAILED  {what}: ", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LayersOfTheEnginePassToo()
    {
        Assert.All(
            new (Layer Layer, Shape[] Shapes)[]
            {
                (new Dense(3, Activation.ReLU), [new Shape(5)]),
                (new Flatten(), [new Shape(2, 3)]),
                (new Dropout(0.5f), [new Shape(7)]),
                (new LayerNorm(), [new Shape(2, 5)]),
                (new BatchNorm(), [new Shape(3)]),
                (new Multiply(), [new Shape(4), new Shape(4)]),
                (new Conv2D(2, 3), [new Shape(5, 4, 1)]),
            },
            entry =>
            {
                LayerCheckReport report = LayerCheck.Run(entry.Layer, entry.Shapes, batch: 4);
                Assert.True(report.Passed, report.ToString());
            }
        );
        float[] indices = [0, 2, 1, 1];
        LayerCheckReport embedding = LayerCheck.Run(new Embedding(3, 2), [new Shape(2)], 2, values: [indices], inputsAreIndices: true);
        Assert.True(embedding.Passed, embedding.ToString());
    }

    [Fact]
    public void FilesHoldIt()
    {
        Graph graph = Architecture.Read(Json);
        Assert.Equal(Json, Architecture.Write(graph));
        Assert.Equal(new Stretch(0.5f), graph.Nodes[1].Layer);

        string path = Path.Combine(Directory.CreateTempSubdirectory("spannet-").FullName, "stretch.safetensors");
        using var model = new Model(graph, seed: 1);
        ModelFile.Save(model, path);
        using Model loaded = ModelFile.Load(path);
        Assert.Equal(Json, Architecture.Write(loaded.Graph));
        Assert.True(model.Parameters.Values.SequenceEqual(loaded.Parameters.Values));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void ItLearns()
    {
        using var model = new Model(Architecture.Read(Json), seed: 1);
        using var trainer = new Trainer(
            model,
            new TrainerOptions
            {
                Loss = new MeanSquaredError(),
                Optimizer = new Adam { LearningRate = 0.02f },
                BatchSize = 1,
            }
        );
        float[] x = [1f, -1f, 0.5f, 2f, 0f, 1f];

        double first = trainer.Step(x, [1f, -1f]);
        double last = first;
        for (int step = 0; step < 200; step++)
        {
            last = trainer.Step(x, [1f, -1f]);
        }

        Assert.True(last < first / 100, $"{first} to {last}");
    }

    [Fact]
    public void MistakesAreNamed()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape());

        Assert.Equal(
            "Layer 'stretch' (stretch): expected an input with at least one axis, got a single number []",
            Assert.Throws<ShapeException>(() => builder.Add(new Stretch(1f), x)).Message
        );
        Assert.Throws<ArgumentException>(() => LayerCatalog.Register("stretch", Stretch.Read));
        Assert.Throws<ArgumentException>(() => LayerCatalog.Register("dense", Stretch.Read));
        Assert.Contains(
            "layers[0].width: unknown option",
            Assert
                .Throws<ConfigurationException>(() => Architecture.Read("""{"input":[3],"layers":[{"type":"stretch","width":1}]}"""))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => LayerCheck.Run(new Stretch(1f), [new Shape(3)], batch: 2, values: [new float[5]]));
    }
}
