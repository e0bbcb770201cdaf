using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Testing.Child;

/// <summary>Twenty steps on digits, with dropout, mixtures, averaged weights, a small last batch and products large enough to be split.</summary>
internal static class WeightsRun
{
    /// <summary>Prints the number of lanes in use, then for each number of threads the SHA-256 of the weights.</summary>
    public static void Print(string[] threads)
    {
        Console.WriteLine(SimdWidth.Lanes);
        foreach (string number in threads)
        {
            using var team = new ThreadTeam(int.Parse(number, CultureInfo.InvariantCulture));
            Console.WriteLine(Train(team));
        }
    }

    private static string Train(ThreadTeam team)
    {
        Graph graph = Graph.Sequential(
            new Shape(8, 8, 1),
            new Flatten(),
            new Dense(256, Activation.Gelu)
            {
                Regularization = new Regularization { L1 = 1e-4f, MaxNorm = 1.2f },
            },
            new Dropout(0.2f),
            new Dense(20, Activation.Tanh),
            new Dense(10)
        );
        Dataset digits = new OneHotDataset(new DigitsDataset());
        Dataset train = digits.Subset(0, 200);
        using var model = new Model(graph, seed: 7) { Scaling = Scaling.Standardize(train) };
        using var trainer = new Trainer(
            model,
            new TrainerOptions
            {
                BatchSize = 65,
                Team = team,
                Loss = new SoftmaxCrossEntropy { Targets = ClassTargets.Probabilities },
                Optimizer = new Adam { ClipNorm = 1f, L2 = 1e-4f },
            }
        );
        trainer.Fit(
            new ScaledDataset(train, model.Scaling),
            new ScaledDataset(digits.Subset(200, 50), model.Scaling),
            new FitOptions
            {
                Epochs = 5,
                Changes = [new CutOut(2), new Mixup(0.3f)],
                AverageDecay = 0.9f,
            }
        );
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(model.Parameters.Values)));
    }
}
