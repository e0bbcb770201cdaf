using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>Runs whose batches are changed and whose weights are averaged.</summary>
[Collection(NonParallelCollection.Name)]
public sealed class FitChangesTests
{
    private static readonly Dataset digits = new OneHotDataset(new DigitsDataset().Subset(0, 200));

    private static readonly FitOptions fit = new()
    {
        Epochs = 3,
        Changes = [new CutOut(3), new Mixup(0.4f)],
        AverageDecay = 0.9f,
    };

    [Fact]
    public void FitAndALoopOverStepGiveTheSameBits()
    {
        using var fitted = new Model(Problems.DigitsNetwork(), seed: 2);
        using var trainer = new Trainer(fitted, Options(null));
        FitResult result = trainer.Fit(digits, digits, fit);

        using var looped = new Model(Problems.DigitsNetwork(), seed: 2);
        using var stepper = new Trainer(looped, Options(null));
        using var average = new WeightAverage(looped.Parameters, 0.9f);
        var loader = new DataLoader(digits, 48, shuffle: true, seed: 9, changes: fit.Changes);
        float[] inputs = new float[48 * 64];
        float[] targets = new float[48 * 10];
        foreach (EpochReport epoch in result.Epochs)
        {
            loader.Reset(epoch.Number - 1);
            int rows;
            while ((rows = loader.Next(inputs, targets)) > 0)
            {
                stepper.Step(inputs.AsSpan(0, rows * 64), targets.AsSpan(0, rows * 10));
                average.Update();
            }

            average.Swap();
            Evaluation evaluation = stepper.Evaluate(digits);
            Assert.Equal(epoch.ValidationLoss, evaluation.Loss);
            Assert.Equal(epoch.ValidationScore, evaluation.Score);
            if (epoch == result.Best)
            {
                Assert.Equal(looped.Parameters.Values, fitted.Parameters.Values);
            }

            average.Swap();
        }

        Assert.NotNull(result.Best);
        Assert.Equal(result.Best.ValidationLoss, trainer.Evaluate(digits).Loss);
    }

    [Fact]
    public void AllNumbersOfThreadsGiveTheSameWeights()
    {
        float[] Weights(int threads)
        {
            using var team = new ThreadTeam(threads);
            using var model = new Model(Problems.DigitsNetwork(), seed: 3);
            using var trainer = new Trainer(model, Options(team));
            trainer.Fit(digits, null, fit);
            return model.Parameters.Values.ToArray();
        }

        float[] expected = Weights(1);
        Assert.All((int[])[2, 3, 4], threads => Assert.Equal(expected, Weights(threads)));
    }

    [Fact]
    public void ChangesAndAveragesAllocateNothing()
    {
        using var team = new ThreadTeam(2);
        using var model = new Model(Problems.DigitsNetwork(), seed: 1);
        using var trainer = new Trainer(model, Options(team));
        trainer.Fit(digits, digits, fit);

        Assert.Equal(0, trainer.Fit(digits, digits, fit).AllocatedBytes);
    }

    [Fact]
    public void ARunThatIsCancelledInItsFirstEpochKeepsTheAverage()
    {
        using var source = new CancellationTokenSource();
        using var model = new Model(Problems.Network(2, 8, 3), seed: 1);
        using var trainer = new Trainer(model, new TrainerOptions { BatchSize = 8 });
        float[] first = model.Parameters.Values.ToArray();
        var data = new WatchedDataset(
            Problems.Clouds(30),
            (read, _) =>
            {
                if (read == 17)
                {
                    source.Cancel();
                }
            }
        );
        trainer.Fit(data, null, new FitOptions { AverageDecay = 0.5f }, cancellation: source.Token);

        using var other = new Model(Problems.Network(2, 8, 3), seed: 1);
        using var stepper = new Trainer(other, new TrainerOptions { BatchSize = 8 });
        using var average = new WeightAverage(other.Parameters, 0.5f);
        var loader = new DataLoader(Problems.Clouds(30), 8, shuffle: true, seed: 1);
        float[] inputs = new float[16];
        float[] targets = new float[8];
        for (long step = 0; step < trainer.Steps; step++)
        {
            loader.Next(inputs, targets);
            stepper.Step(inputs, targets);
            average.Update();
        }

        average.Swap();
        Assert.NotEqual(0, trainer.Steps);
        Assert.NotEqual(first, model.Parameters.Values.ToArray());
        Assert.Equal(other.Parameters.Values, model.Parameters.Values);
    }

    [Fact]
    public void WhatIsFrozenKeepsItsBitsInTheAverage()
    {
        using var model = new Model(Problems.DigitsNetwork(), seed: 4);
        using var trainer = new Trainer(model, Options(null) with { Frozen = ["dense"] });
        var weight = model.Parameters.Parameters.Single(parameter => parameter.Name == "dense.weight");
        float[] before = new float[weight.Spec.Shape.Length];
        float[] after = new float[before.Length];
        model.Parameters.Export(weight, before);
        trainer.Fit(digits, digits, fit);
        model.Parameters.Export(weight, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void RunningStatisticsAreAveragedWithTheWeights()
    {
        Graph graph = Graph.Sequential(new Shape(8, 8, 1), new Flatten(), new BatchNorm(), new Dense(10));
        using var model = new Model(graph, seed: 4);
        using var trainer = new Trainer(model, Options(null));
        FitResult result = trainer.Fit(digits, digits, fit);
        Assert.Equal(result.Best!.ValidationLoss, trainer.Evaluate(digits).Loss);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        using var model = new Model(Problems.Network(2, 8, 3), seed: 1);
        using var trainer = new Trainer(model, new TrainerOptions());
        float[] before = model.Parameters.Values.ToArray();
        foreach (BatchChange change in (BatchChange[])[new Mixup(), new CutOut(2)])
        {
            var options = new FitOptions { Changes = [change] };
            Assert.Throws<ArgumentException>(() => trainer.Fit(Problems.Clouds(9), null, options));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { AverageDecay = 1f });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { AverageDecay = -0.1f });
        Assert.Equal(before, model.Parameters.Values);
    }

    private static TrainerOptions Options(ThreadTeam? team) =>
        new()
        {
            BatchSize = 48,
            Seed = 9,
            Loss = new SoftmaxCrossEntropy { Targets = ClassTargets.Probabilities, LabelSmoothing = 0.1f },
            Team = team,
        };
}
