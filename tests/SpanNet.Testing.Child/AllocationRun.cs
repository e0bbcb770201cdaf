using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Testing.Child;

/// <summary>
/// 10,000 training steps and 100,000 predictions, small ones and such that two threads share. In a process of its own, because a
/// test host allocates by itself ten times a second.
/// </summary>
internal static class AllocationRun
{
    private const int LargeBatch = 64;

    private static readonly Dataset digits = new DigitsDataset().Subset(0, 200);
    private static readonly float[] inputs = new float[LargeBatch * 64];
    private static readonly float[] targets = new float[LargeBatch];
    private static readonly float[] outputs = new float[LargeBatch * 10];

    /// <summary>Prints what the steps and what the predictions allocated on all threads, and the collections that ran.</summary>
    public static void Print()
    {
        using var team = new ThreadTeam(2);
        using Model small = ModelOf(16);
        using Model large = ModelOf(256);
        Console.WriteLine($"training: {Steps(small, large, team)}");
        Console.WriteLine($"inference: {Predictions(small, large, team)}");
    }

    private static Model ModelOf(int hidden) =>
        new(
            Graph.Sequential(
                new Shape(8, 8, 1),
                new Flatten(),
                new Dense(hidden),
                new Activate(Activation.Gelu),
                new Dropout(0.1f),
                new Dense(10)
            ),
            seed: 1
        )
        {
            Scaling = Scaling.Standardize(digits),
        };

    private static Allocations Steps(Model small, Model large, ThreadTeam team)
    {
        using var smallTrainer = new Trainer(small, new TrainerOptions { BatchSize = 8, Team = team });
        using var largeTrainer = new Trainer(
            large,
            new TrainerOptions
            {
                BatchSize = LargeBatch,
                Team = team,
                Optimizer = new Momentum { ClipNorm = 1f, L2 = 1e-4f },
            }
        );
        var loader = new DataLoader(digits, LargeBatch, shuffle: true, seed: 1);

        void TenSteps()
        {
            int rows = loader.Next(inputs, targets);
            if (rows == 0)
            {
                loader.Reset(loader.Epoch + 1);
                rows = loader.Next(inputs, targets);
            }

            largeTrainer.Step(inputs.AsSpan(0, rows * 64), targets.AsSpan(0, rows));
            for (int i = 0; i < 9; i++)
            {
                int batch = 1 + (i * 3 % 8);
                smallTrainer.Step(inputs.AsSpan(0, batch * 64), targets.AsSpan(0, batch));
            }
        }

        return AllocationGauge.OfProcess(TenSteps, calls: 1000);
    }

    private static Allocations Predictions(Model small, Model large, ThreadTeam team)
    {
        using var session = new InferenceSession(small, 4, team);
        using var largeSession = new InferenceSession(large, LargeBatch, team);

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

        return AllocationGauge.OfProcess(AThousand, calls: 100);
    }
}
