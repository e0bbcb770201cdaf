using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Tests.Models;

/// <summary>
/// Recall: twelve pairs of a key (one of sixteen) and a value (one of four) in any order, then a key that is one of them; what was its value? Attention
/// compares the question with every pair by one product. A dense net of as many weights has to find each key at each place by itself: 192
/// conjunctions with the question, each with a value; it learns its training samples by heart and answers new ones little better than
/// by the commonest value.
/// </summary>
public sealed class RecallTests
{
    private const int Pairs = 12;
    private const int Keys = 16;
    private const int Values = 4;
    private const int Features = Keys + Values;

    [Fact]
    public void ATransformerRecallsAndADenseNetOfTheSameSizeDoesNot()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            double transformer = Accuracy(Transformer(), seed, epochs: 20);
            double dense = Accuracy(DenseNet(), seed, epochs: 20);
            Assert.True(transformer > 0.97, $"seed {seed}: transformer {transformer:P1}");
            Assert.True(dense < 0.6, $"seed {seed}: dense {dense:P1}");
        }
    }

    [Fact]
    public void TheDenseNetHasAtLeastAsManyWeights()
    {
        using var transformer = new Model(Transformer());
        using var dense = new Model(DenseNet());
        Assert.InRange(dense.Parameters.Count, transformer.Parameters.Count, 2 * transformer.Parameters.Count);
    }

    private static Graph Transformer()
    {
        const int width = 32;
        var builder = new GraphBuilder();
        Node x = builder.Add(new Dense(width), builder.Input(new Shape(Pairs + 1, Features)));
        x = new TransformerBlock(2, 2 * width).AddTo(builder, x);
        Node last = builder.Add(new Flatten(), builder.Add(new Slice(Pairs, 1, 0), x));
        return builder.Build(builder.Add(new Dense(Values), last));
    }

    private static Graph DenseNet() =>
        Graph.Sequential(
            new Shape(Pairs + 1, Features),
            new Flatten(),
            new Dense(44, Activation.ReLU),
            new Dense(32, Activation.ReLU),
            new Dense(Values)
        );

    private static double Accuracy(Graph graph, int seed, int epochs)
    {
        using var model = new Model(graph, (ulong)seed);
        var options = new TrainerOptions
        {
            Loss = new SoftmaxCrossEntropy(),
            Optimizer = new Adam { LearningRate = 0.003f },
            BatchSize = 32,
            Seed = (ulong)seed,
        };
        using var trainer = new Trainer(model, options);
        trainer.Fit(Samples(2000, seed), null, new FitOptions { Epochs = epochs, TargetLoss = 0.01 });
        return trainer.Evaluate(Samples(1000, 100 + seed)).Score;
    }

    private static ArrayDataset Samples(int count, int seed)
    {
        var random = new Random(seed);
        float[] inputs = new float[count * (Pairs + 1) * Features];
        int[] labels = new int[count];
        for (int sample = 0; sample < count; sample++)
        {
            int[] keys = [.. Enumerable.Range(0, Keys)];
            random.Shuffle(keys);
            int asked = random.Next(Pairs);
            for (int pair = 0; pair < Pairs; pair++)
            {
                int value = random.Next(Values);
                Span<float> row = inputs.AsSpan(((sample * (Pairs + 1)) + pair) * Features, Features);
                row[keys[pair]] = 1f;
                row[Keys + value] = 1f;
                labels[sample] = pair == asked ? value : labels[sample];
            }

            inputs[(((sample * (Pairs + 1)) + Pairs) * Features) + keys[asked]] = 1f;
        }

        return ArrayDataset.Classification(inputs, labels, [Pairs + 1, Features]);
    }
}
