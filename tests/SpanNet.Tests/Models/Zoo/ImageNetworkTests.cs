using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Planning;
using SpanNet.Training;

namespace SpanNet.Tests.Models;

/// <summary>The networks for images: what their names promise, and that they learn.</summary>
public sealed class ImageNetworkTests
{
    /// <summary>Parameters as the papers' networks and the peers' have them.</summary>
    [Theory]
    [InlineData("cnn-m", (32 * 27) + 32 + (64 * 288) + 64 + (128 * 576) + 128 + (2 * (32 + 64 + 128)) + (8192 * 10) + 10)]
    [InlineData("resnet-8", 78_042)]
    [InlineData("resnet-20", 272_474)]
    [InlineData("mobilenet", 37_162)]
    [InlineData("autoencoder", 115_217)]
    public void NetworksHaveTheirNumberOfParameters(string name, int count)
    {
        using var store = new ParameterStore(ZooCatalog.Get(name).Build());
        Assert.Equal(count, store.Count);
    }

    [Fact]
    public void ResidualNetworksHaveSixLayersForEachBlockAndTwo()
    {
        foreach ((string name, int layers) in ((string, int)[])[("resnet-8", 8), ("resnet-20", 20)])
        {
            Node[] nodes = [.. ZooCatalog.Get(name).Build().Nodes];
            int shortcuts = nodes.Count(node => node.Layer is Conv2D { Kernel.Height: 1 });
            Assert.Equal(2, shortcuts);
            Assert.Equal(layers, nodes.Count(node => node.Layer is Conv2D or Dense) - shortcuts);
        }
    }

    [Fact]
    public void AnAutoencoderDrawsWhatItSees()
    {
        Graph graph = ZooCatalog.Get("autoencoder").Build(new Shape(8, 12, 2), 8 * 12 * 2);
        Assert.Equal(graph.Inputs[0].Shape, graph.Outputs[0].Shape);
        Assert.Equal(new Shape([32]), graph.Nodes.Single(node => node.Name == "code").Shape);
        Assert.Throws<ShapeException>(() => ZooCatalog.Get("autoencoder").Build(new Shape(9, 8, 1), 72));
        Assert.Throws<ShapeException>(() => ZooCatalog.Get("autoencoder").Build(new Shape(8, 8, 1), 10));
    }

    [Fact]
    public void DigitsOfNewWritersAreReadForEverySeed()
    {
        var parts = DatasetParts.Of(new DigitsDataset(), DigitsDataset.Split);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            using var model = new Model(ZooCatalog.Get("cnn-m").Build(new Shape(parts.Train.InputShape), 10), seed);
            var settings = new TrainerOptions
            {
                Optimizer = new Adam { LearningRate = 0.003f },
                Loss = new SoftmaxCrossEntropy { LabelSmoothing = 0.1f },
                BatchSize = 32,
                Seed = seed,
                Team = ThreadTeam.Single,
            };
            using var trainer = new Trainer(model, settings);
            trainer.Fit(parts.Train, parts.Validation, new FitOptions { Epochs = 20 });
            Assert.InRange(trainer.Evaluate(parts.Test).Score, 0.95, 1);
        }
    }
}
