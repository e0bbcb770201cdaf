using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Tests.Models;

/// <summary>The default network with the settings that were chosen for it by the validation part: it must generalize to new writers.</summary>
public sealed class MlpDigitsTests
{
    private static readonly FitOptions fit = new() { Epochs = 100, Patience = 20 };

    [Fact]
    public void NewWritersAreReadForEverySeed()
    {
        double[] accuracies = [.. Enumerable.Range(1, 5).Select(seed => Train((ulong)seed, fit, null).Accuracy)];
        Assert.All(accuracies, accuracy => Assert.InRange(accuracy, 0.91, 1));
        Assert.InRange(accuracies.Average(), 0.92, 1);
    }

    [Fact]
    public void OneSeedGivesOneFileForAnyNumberOfThreads()
    {
        using var one = new ThreadTeam(1);
        using var two = new ThreadTeam(2);
        FitOptions few = fit with { Epochs = 2 };
        byte[] bytes = Train(3, few, one).File;
        Assert.Equal(bytes, Train(3, few, two).File);
        Assert.NotEqual(bytes, Train(4, few, one).File);
    }

    private static (double Accuracy, byte[] File) Train(ulong seed, FitOptions options, ThreadTeam? team)
    {
        DatasetParts parts = DatasetParts.Of(new DigitsDataset(), DigitsDataset.Split);
        using var model = new Model(Architecture.Load("mlp", new Shape(parts.Train.InputShape), 10), seed);
        var settings = new TrainerOptions
        {
            Optimizer = new Adam { LearningRate = 0.003f },
            Loss = new SoftmaxCrossEntropy { LabelSmoothing = 0.1f },
            BatchSize = 32,
            Seed = seed,
            Team = team,
        };
        using var trainer = new Trainer(model, settings);
        trainer.Fit(parts.Train, parts.Validation, options);
        return (trainer.Evaluate(parts.Test).Score, ModelSamples.Bytes(model));
    }
}
