using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>Problems that a network must learn.</summary>
public sealed class TrainerLearningTests
{
    [Fact]
    public void CloudsThatLinesSeparateAreLearnedCompletely()
    {
        using var model = new Model(Problems.Network(2, 8, 3), seed: 1);
        Assert.Equal(1, Learn(model, Problems.Clouds(90), new SoftmaxCrossEntropy(), epochs: 40));
    }

    [Fact]
    public void ExclusiveOrIsLearned()
    {
        using var model = new Model(Problems.Network(2, 8, 2), seed: 1);
        Assert.Equal(1, Learn(model, Problems.Xor(), new SoftmaxCrossEntropy(), epochs: 300));
    }

    [Fact]
    public void ASurfaceIsLearned()
    {
        using var model = new Model(Problems.Network(2, 24, 1), seed: 1);
        Assert.True(Learn(model, Problems.Surface(200), new MeanSquaredError(), epochs: 200) > 0.99);
    }

    [Fact]
    public void AGraphWithBranchesLearns()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(2));
        Node a = builder.Add(new Dense(8, Activation.Gelu), x);
        Node b = builder.Add(new Softmax(), builder.Add(new Dense(4), x));
        Node both = builder.Add(new Concat(), a, b, x);
        Node f = builder.Add(new Dense(14, Activation.SiLU), both);
        Node residual = builder.Add(new Sum(), both, f, both);
        Graph graph = builder.Build(builder.Add(new Dense(1), builder.Add(new Reshape(new Shape(14)), residual)));
        using var model = new Model(graph, seed: 1);

        Assert.True(Learn(model, Problems.Surface(200), new MeanSquaredError(), epochs: 200) > 0.99);
    }

    [Fact]
    public void DigitsAreLearned()
    {
        DatasetParts parts = DatasetParts.Of(new DigitsDataset(), DigitsDataset.Split);
        using var model = new Model(
            Graph.Sequential(new Shape(8, 8, 1), new Flatten(), new Dense(32, Activation.ReLU), new Dense(10)),
            seed: 1
        );
        using var trainer = new Trainer(model, new TrainerOptions());
        trainer.Fit(parts.Train, parts.Validation, new FitOptions { Epochs = 40 });

        Assert.InRange(trainer.Evaluate(parts.Test).Score, 0.9, 1);
    }

    private static double Learn(Model model, Dataset data, Loss loss, int epochs)
    {
        using var trainer = new Trainer(
            model,
            new TrainerOptions
            {
                BatchSize = 16,
                Loss = loss,
                Optimizer = new Adam { LearningRate = 0.02f },
            }
        );
        trainer.Fit(data, null, new FitOptions { Epochs = epochs });
        return trainer.Evaluate(data).Score;
    }
}
