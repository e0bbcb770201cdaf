// Prints the number of lanes in use, then for each number of threads given the SHA-256 of the weights after a short training run.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

Console.WriteLine(SimdWidth.Lanes);
foreach (string threads in args)
{
    using var team = new ThreadTeam(int.Parse(threads, CultureInfo.InvariantCulture));
    Graph graph = Graph.Sequential(
        new Shape(8, 8, 1),
        new Flatten(),
        new Dense(256, Activation.Gelu),
        new Dropout(0.2f),
        new Dense(20, Activation.Tanh),
        new Dense(10)
    );
    using var model = new Model(graph, seed: 7);
    Dataset digits = new DigitsDataset();
    model.Scaling = Scaling.Standardize(digits.Subset(0, 200));
    using var trainer = new Trainer(
        model,
        new TrainerOptions
        {
            BatchSize = 65,
            Team = team,
            Optimizer = new Adam { ClipNorm = 1f, L2 = 1e-4f },
        }
    );
    trainer.Fit(
        new ScaledDataset(digits.Subset(0, 200), model.Scaling),
        new ScaledDataset(digits.Subset(200, 50), model.Scaling),
        new FitOptions { Epochs = 5 }
    );
    Console.WriteLine(Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(model.Parameters.Values))));
}
