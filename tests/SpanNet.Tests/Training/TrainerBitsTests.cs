using SpanNet.Data;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Testing.Cases;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>What the bits of a result depend on, and what not.</summary>
public sealed class TrainerBitsTests
{
    private static readonly Dataset digits = new DigitsDataset().Subset(0, 200);

    [Fact]
    public void FitAndALoopOverStepGiveTheSameBits()
    {
        TrainerOptions options = new() { BatchSize = 48, Seed = 9 };
        using var fitted = new Model(Problems.DigitsNetwork(), seed: 2);
        using var trainer = new Trainer(fitted, options);
        FitResult result = trainer.Fit(digits, null, new FitOptions { Epochs = 3 });

        using var looped = new Model(Problems.DigitsNetwork(), seed: 2);
        using var stepper = new Trainer(looped, options);
        var loader = new DataLoader(digits, options.BatchSize, shuffle: true, options.Seed);
        float[] inputs = new float[options.BatchSize * 64];
        float[] targets = new float[options.BatchSize];
        double lowest = double.PositiveInfinity;
        float[] best = [];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            loader.Reset(epoch);
            var sum = new LossSum(0, 0);
            int rows;
            while ((rows = loader.Next(inputs, targets)) > 0)
            {
                sum += new LossSum(rows * stepper.Step(inputs.AsSpan(0, rows * 64), targets.AsSpan(0, rows)), rows);
            }

            Assert.Equal(result.Epochs[epoch].TrainLoss, sum.Mean, 12);
            if (sum.Mean < lowest)
            {
                lowest = sum.Mean;
                best = looped.Parameters.Values.ToArray();
            }
        }

        Assert.Equal(15, stepper.Steps);
        Assert.Equal(15, result.Steps);
        Assert.Equal(best, fitted.Parameters.Values.ToArray());
    }

    [Fact]
    public void AllNumbersOfThreadsGiveTheSameWeights()
    {
        float[] expected = Train(1, seed: 3, new Momentum { ClipNorm = 1f, L2 = 1e-4f });
        for (int threads = 2; threads <= 4; threads++)
        {
            Assert.Equal(expected, Train(threads, seed: 3, new Momentum { ClipNorm = 1f, L2 = 1e-4f }));
        }
    }

    [Fact]
    public void TheSeedDecidesEveryBit()
    {
        float[] expected = Train(2, seed: 4, new Adam());

        Assert.Equal(expected, Train(2, seed: 4, new Adam()));
        Assert.NotEqual(expected, Train(2, seed: 5, new Adam()));
    }

    [Fact]
    public void TheSizeOfThePlanDoesNotMatter()
    {
        float[] Weights(int batchSize)
        {
            using var model = new Model(Problems.DigitsNetwork(), seed: 1);
            using var trainer = new Trainer(model, new TrainerOptions { BatchSize = batchSize });
            float[] inputs = new float[7 * 64];
            float[] targets = new float[7];
            new DataLoader(digits, 7).Next(inputs, targets);
            trainer.Step(inputs, targets);
            return model.Parameters.Values.ToArray();
        }

        Assert.Equal(Weights(7), Weights(33));
    }

    [Fact]
    public void SampleWeightsOfOneChangeNothingAndOfZeroLeaveARowOut()
    {
        float[] inputs = new float[6 * 64];
        float[] targets = new float[6];
        new DataLoader(digits, 6).Next(inputs, targets);
        float[] Weights(int rows, params float[] weights)
        {
            // No dropout: a mask would differ in nothing, but the rows left out must not matter at all.
            using var model = new Model(Problems.Network(64, 20, 10), seed: 1);
            using var trainer = new Trainer(model, new TrainerOptions { BatchSize = 6, Optimizer = new Sgd() });
            trainer.Step(inputs.AsSpan(0, rows * 64), targets.AsSpan(0, rows), weights);
            return model.Parameters.Values.ToArray();
        }

        Assert.Equal(Weights(6), Weights(6, 1, 1, 1, 1, 1, 1));
        Assert.Equal(Weights(4), Weights(6, 1, 1, 1, 1, 0, 0));
        Assert.NotEqual(Weights(6), Weights(6, 1, 1, 2, 1, 1, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(66)]
    public void HowTheUpdateGetsAGradientChangesNoBit(int rows)
    {
        // Of a row by its factors, of more in pieces where threads share them, else as a whole; with a norm to wait for, all at the end. The second
        // layer is too small for that.
        float[] Weights(Optimizer optimizer, int batchSize, int threads)
        {
            using var team = new ThreadTeam(threads);
            using var model = new Model(Problems.Network(64, 1024, 10), seed: 1);
            var options = new TrainerOptions
            {
                BatchSize = batchSize,
                Optimizer = optimizer,
                Team = team,
            };
            using var trainer = new Trainer(model, options);
            var loader = new DataLoader(digits, rows);
            float[] inputs = new float[rows * 64];
            float[] targets = new float[rows];
            for (int step = 0; step < 3; step++)
            {
                loader.Next(inputs, targets);
                trainer.Step(inputs, targets);
            }

            return model.Parameters.Values.ToArray();
        }

        foreach (OptimizerCase c in OptimizerCases.All)
        {
            foreach (string variant in new[] { "defaults", "l2", "clip-value", "all" })
            {
                Optimizer optimizer = OptimizerCases.Variants[variant](c.Optimizer);
                float[] expected = Weights(
                    optimizer.NeedsWholeGradient ? optimizer : optimizer with { ClipNorm = float.MaxValue },
                    rows,
                    1
                );
                Assert.Equal(expected, Weights(optimizer, rows, threads: 1));
                Assert.Equal(expected, Weights(optimizer, rows, threads: 3));
                Assert.Equal(expected, Weights(optimizer, rows + 1, threads: 1));
            }
        }
    }

    private static float[] Train(int threads, ulong seed, Optimizer optimizer)
    {
        using var team = new ThreadTeam(threads);
        using var model = new Model(Problems.DigitsNetwork(), seed);
        using var trainer = new Trainer(
            model,
            new TrainerOptions
            {
                BatchSize = 64,
                Seed = seed,
                Team = team,
                Optimizer = optimizer,
            }
        );
        trainer.Fit(digits, digits.Subset(0, 50), new FitOptions { Epochs = 2 });
        return model.Parameters.Values.ToArray();
    }
}
