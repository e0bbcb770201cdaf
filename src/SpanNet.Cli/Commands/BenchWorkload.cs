using System.Runtime.CompilerServices;
using SpanNet.Diagnostics;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>One call that is measured: a training step, with a new batch each time, or a prediction from the caller's span to the caller's span.</summary>
internal sealed class BenchWorkload : IDisposable
{
    /// <summary>Batches that take turns: enough that no step finds its own inputs still at hand.</summary>
    private const int Batches = 8;

    /// <summary>Small, so that the weights of a long run stay near those of a short one; the arithmetic does not depend on it.</summary>
    private const float LearningRate = 1e-4f;

    private readonly float[][] inputs = new float[Batches][];
    private readonly float[][] targets = new float[Batches][];
    private readonly float[] outputs;
    private readonly Trainer? trainer;
    private readonly InferenceSession? session;
    private TrainingProfiler? trainingProfiler;
    private InferenceProfiler? inferenceProfiler;
    private int turn;

    private BenchWorkload(Model model, Trainer? trainer, InferenceSession? session, int batch, Loss? loss)
    {
        this.trainer = trainer;
        this.session = session;
        Shape output = model.Graph.Outputs[0].Shape;
        int outputLength = output.Length;
        bool takesRows = loss is { TakesRows: true } && output.Rank > 0;
        int rowLength = takesRows ? output[^1] : outputLength;
        int targetLength = outputLength / rowLength * loss?.TargetLength(rowLength) ?? 0;
        int? indices = model.Graph.Nodes.Select(node => node.Layer).OfType<Embedding>().FirstOrDefault()?.Count;
        outputs = new float[session is null ? 0 : batch * outputLength];
        var random = new Random(1);
        for (int i = 0; i < Batches; i++)
        {
            inputs[i] = Draw(
                batch * model.Graph.Inputs[0].Shape.Length,
                () => indices is int count ? random.Next(count) : random.NextSingle()
            );
            targets[i] = Draw(batch * targetLength, () => Target(loss!, rowLength, random));
        }
    }

    /// <summary>Training steps; the model's weights change, no file does.</summary>
    /// <exception cref="ArgumentException">The network has not exactly one input and one output.</exception>
    public static BenchWorkload Train(Model model, int batch, ThreadTeam team, Optimizer optimizer, Loss loss)
    {
        var options = new TrainerOptions
        {
            Loss = loss,
            Optimizer = optimizer with { LearningRate = LearningRate },
            BatchSize = batch,
            Team = team,
        };
        return new(model, new Trainer(model, options), null, batch, loss);
    }

    /// <summary>Predictions.</summary>
    /// <exception cref="ArgumentException">The network has not exactly one input and one output.</exception>
    public static BenchWorkload Infer(Model model, int batch, ThreadTeam team) =>
        new(model, null, new InferenceSession(model, batch, team), batch, null);

    /// <summary>From now on every call is profiled.</summary>
    public Profiler Profile()
    {
        if (trainer is not null)
        {
            return trainingProfiler = new TrainingProfiler(trainer);
        }

        return inferenceProfiler = new InferenceProfiler(session!);
    }

    /// <summary>One call whose allocations are counted; only after <see cref="Profile"/>.</summary>
    public void CountAllocations()
    {
        turn = (turn + 1) % Batches;
        trainingProfiler?.CountAllocations(inputs[turn], targets[turn]);
        inferenceProfiler?.CountAllocations(inputs[turn], outputs);
    }

    /// <summary>One call.</summary>
    public void Run()
    {
        turn = (turn + 1) % Batches;
        if (trainingProfiler is not null || inferenceProfiler is not null)
        {
            RunProfiled();
        }
        else if (trainer is not null)
        {
            trainer.Step(inputs[turn], targets[turn]);
        }
        else
        {
            session!.Run(inputs[turn], outputs);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        trainer?.Dispose();
        session?.Dispose();
    }

    // A method of its own, so that a call that is not profiled makes no room for marks.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunProfiled()
    {
        trainingProfiler?.Step(inputs[turn], targets[turn]);
        inferenceProfiler?.Run(inputs[turn], outputs);
    }

    private static float[] Draw(int length, Func<float> draw)
    {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++)
        {
            numbers[i] = draw();
        }

        return numbers;
    }

    private static float Target(Loss loss, int outputs, Random random) =>
        loss switch
        {
            SoftmaxCrossEntropy => random.Next(outputs),
            BinaryCrossEntropy => random.Next(2),
            Hinge => (2 * random.Next(2)) - 1,
            _ => random.NextSingle(),
        };
}
