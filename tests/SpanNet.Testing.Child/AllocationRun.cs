using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
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
        using Model forked = Forked();
        Console.WriteLine($"training: {Steps(small, large, forked, team)}");
        Console.WriteLine($"inference: {Predictions(small, large, forked, team)}");
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

    /// <summary>Two inputs, a shared layer, two outputs; its rows are as long as those of the digits.</summary>
    private static Model Forked()
    {
        var builder = new GraphBuilder();
        Node left = builder.Input(new Shape(32));
        Node first = builder.Add(new Dense(12, Activation.Tanh), left);
        Node both = builder.Add(new Concat(), first, builder.Share(first, builder.Input(new Shape(32))));
        return new Model(builder.Build(builder.Add(new Dense(7) { Name = "class" }, both), builder.Add(new Dense(3), both)), seed: 1);
    }

    private static Allocations Steps(Model small, Model large, Model forked, ThreadTeam team)
    {
        using var forkedTrainer = new Trainer(
            forked,
            new TrainerOptions
            {
                BatchSize = 8,
                Team = team,
                Loss = new MeanSquaredError(),
                Losses = new Dictionary<string, OutputLoss> { ["class"] = new(new SoftmaxCrossEntropy(), 0.5f) },
                Frozen = ["dense.bias"],
            }
        );
        float[] forkedTargets = new float[8 * 4];
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
            forkedTrainer.Step(inputs.AsSpan(0, 8 * 64), forkedTargets);
            for (int i = 0; i < 9; i++)
            {
                int batch = 1 + (i * 3 % 8);
                smallTrainer.Step(inputs.AsSpan(0, batch * 64), targets.AsSpan(0, batch));
            }
        }

        return AllocationGauge.OfProcess(TenSteps, calls: 1000);
    }

    private static Allocations Predictions(Model small, Model large, Model forked, ThreadTeam team)
    {
        using var forkedSession = new InferenceSession(forked, 4, team);
        using var session = new InferenceSession(small, 4, team);
        using var largeSession = new InferenceSession(large, LargeBatch, team);

        void AThousand()
        {
            for (int i = 0; i < 990; i++)
            {
                int rows = 1 + (i % 4);
                session.Classify(inputs.AsSpan(0, rows * 64), outputs.AsSpan(0, rows * 10));
            }

            forkedSession.Run(inputs.AsSpan(0, 4 * 64), outputs.AsSpan(0, 4 * 10));
            forkedSession.Run(2);
            for (int i = 0; i < 10; i++)
            {
                largeSession.Run(inputs, outputs);
            }
        }

        return AllocationGauge.OfProcess(AThousand, calls: 100);
    }
}
