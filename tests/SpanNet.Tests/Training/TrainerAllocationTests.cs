using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Testing;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>The promise: no byte and no collection on any thread, over 10,000 steps and 100,000 predictions.</summary>
[Collection(NonParallelCollection.Name)]
public sealed class TrainerAllocationTests
{
    private static readonly Dataset digits = new DigitsDataset().Subset(0, 200);

    [Fact]
    public void NineThousandSmallStepsAndAThousandSplitOnesAllocateNothing()
    {
        using var team = new ThreadTeam(2);
        Graph small = Graph.Sequential(new Shape(8, 8, 1), new Flatten(), new Dense(16, Activation.Tanh), new Dropout(0.1f), new Dense(10));
        using var smallModel = new Model(small, seed: 1);
        using var largeModel = new Model(Problems.DigitsNetwork(), seed: 1);
        using var smallTrainer = new Trainer(smallModel, new TrainerOptions { BatchSize = 32, Team = team });
        using var largeTrainer = new Trainer(
            largeModel,
            new TrainerOptions
            {
                BatchSize = 64,
                Team = team,
                Optimizer = new Momentum { ClipNorm = 1f, L2 = 1e-4f },
            }
        );
        float[] inputs = new float[64 * 64];
        float[] targets = new float[64];
        var loader = new DataLoader(digits, 64, shuffle: true, seed: 1);
        int epoch = 0;

        void TenSteps()
        {
            int rows = loader.Next(inputs, targets);
            if (rows == 0)
            {
                loader.Reset(++epoch);
                rows = loader.Next(inputs, targets);
            }

            largeTrainer.Step(inputs.AsSpan(0, rows * 64), targets.AsSpan(0, rows));
            for (int i = 0; i < 9; i++)
            {
                int batch = 1 + (i * 3) % 8;
                smallTrainer.Step(inputs.AsSpan(0, batch * 64), targets.AsSpan(0, batch));
            }
        }

        Assert.Equal(Allocations.None, AllocationGauge.OfProcess(TenSteps, calls: 1000));
        Assert.True(team.Threads > 1);
    }

    [Fact]
    public void AHundredThousandPredictionsAllocateNothing()
    {
        using var team = new ThreadTeam(2);
        using var model = new Model(
            Graph.Sequential(new Shape(8, 8, 1), new Flatten(), new Dense(32, Activation.ReLU), new Dropout(0.1f), new Dense(10)),
            seed: 1
        )
        {
            Scaling = Scaling.Standardize(digits),
        };
        using var large = new Model(Problems.DigitsNetwork(), seed: 1);
        using var session = new InferenceSession(model, 4, team);
        using var largeSession = new InferenceSession(large, 64, team);
        float[] inputs = new float[64 * 64];
        float[] outputs = new float[64 * 10];

        void AThousand()
        {
            for (int i = 0; i < 990; i++)
            {
                int rows = 1 + (i % 4);
                session.Classify(inputs.AsSpan(0, rows * 64), outputs.AsSpan(0, rows * 10));
            }

            for (int i = 0; i < 10; i++)
            {
                largeSession.Run(inputs, outputs);
            }
        }

        Assert.Equal(Allocations.None, AllocationGauge.OfProcess(AThousand, calls: 100));
    }

    [Fact]
    public void ARunSaysThatItAllocatedNothing()
    {
        using var team = new ThreadTeam(2);
        using var model = new Model(Problems.DigitsNetwork(), seed: 1);
        using var trainer = new Trainer(model, new TrainerOptions { BatchSize = 64, Team = team });
        trainer.Fit(digits, digits, new FitOptions { Epochs = 4 });

        // The test runner itself allocates now and then; a loop that allocates does so in every run.
        long least = Enumerable.Range(0, 3).Min(_ => trainer.Fit(digits, digits, new FitOptions { Epochs = 2 }).AllocatedBytes);

        Assert.Equal(0, least);
    }
}
