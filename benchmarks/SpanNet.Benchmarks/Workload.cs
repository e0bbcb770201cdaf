using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Benchmarks;

/// <summary>
/// One call of a workload that the peers run too: a training step (a new batch each time) or a prediction, from the caller's span to
/// the caller's span.
/// </summary>
public sealed class Workload : IDisposable
{
    private const int Batches = 8;

    private readonly float[][] inputs;
    private readonly float[][] targets;
    private readonly Model model;
    private readonly Trainer? trainer;
    private readonly InferenceSession? session;
    private readonly float[] outputs;
    private int next;

    /// <summary>mlp-s with momentum, mlp-l with Adam, lenet with SGD, tiny with SGD and mean squared error.</summary>
    public Workload(string network, int batch, bool trains, ThreadTeam team)
    {
        (Graph graph, Loss loss, Optimizer optimizer) = network switch
        {
            "mlp-s" => (
                Perceptron(784, 10, Activation.ReLU, 128),
                (Loss)new SoftmaxCrossEntropy(),
                (Optimizer)new Momentum { LearningRate = 1e-3f }
            ),
            "mlp-l" => (Perceptron(784, 10, Activation.ReLU, 512, 512), new SoftmaxCrossEntropy(), new Adam { LearningRate = 1e-4f }),
            "tiny" => (Perceptron(16, 4, Activation.Tanh, 32, 32), new MeanSquaredError(), new Sgd { LearningRate = 1e-3f }),
            "lenet" => (ZooCatalog.Get("lenet").Build(), new SoftmaxCrossEntropy(), new Sgd { LearningRate = 1e-3f }),
            _ => throw new ArgumentException($"Unknown network '{network}': expected mlp-s, mlp-l, tiny or lenet.", nameof(network)),
        };
        model = new Model(graph, seed: 1);
        int inputLength = graph.Inputs[0].Shape.Length;
        int outputLength = graph.Outputs[0].Shape.Length;
        var random = new Random(1);
        inputs = Draw(batch * inputLength, random.NextSingle);
        targets =
            loss is SoftmaxCrossEntropy ? Draw(batch, () => random.Next(outputLength)) : Draw(batch * outputLength, random.NextSingle);
        outputs = new float[batch * outputLength];
        if (trains)
        {
            trainer = new Trainer(
                model,
                new TrainerOptions
                {
                    Loss = loss,
                    Optimizer = optimizer,
                    BatchSize = batch,
                    Team = team,
                }
            );
        }
        else
        {
            session = new InferenceSession(model, batch, team);
        }
    }

    /// <summary>One training step or prediction.</summary>
    public void Run()
    {
        next = (next + 1) % Batches;
        if (trainer is not null)
        {
            trainer.Step(inputs[next], targets[next]);
        }
        else
        {
            session!.Run(inputs[next], outputs);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        trainer?.Dispose();
        session?.Dispose();
        model.Dispose();
    }

    private static Graph Perceptron(int inputs, int outputs, Activation activation, params ReadOnlySpan<int> hidden)
    {
        var builder = new GraphBuilder();
        Node node = builder.Input(new Shape(inputs));
        foreach (int width in hidden)
        {
            node = builder.Add(new Dense(width, activation), node);
        }

        return builder.Build(builder.Add(new Dense(outputs), node));
    }

    private static float[][] Draw(int length, Func<float> draw) =>
        [.. Enumerable.Range(0, Batches).Select(_ => Enumerable.Range(0, length).Select(_ => draw()).ToArray())];

    private static float[][] Draw(int length, Func<int> draw) => Draw(length, () => (float)draw());
}
