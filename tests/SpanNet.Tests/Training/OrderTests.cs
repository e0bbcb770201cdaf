using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>
/// Which of two marks comes first? Learned from noisy sequences with both at even positions, asked with both at odd ones. A recurrent net
/// uses the same weights at every step, so it has learned the order itself; a dense net has weights for each position, and those of odd
/// positions saw no mark: it must guess.
/// </summary>
public sealed class OrderTests
{
    private const int Time = 20;
    private const int Features = 3;

    private static readonly FitOptions fit = new() { Epochs = 12 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnLstmAnswersAtPositionsThatItNeverSaw(int seed)
    {
        (double seen, double unseen) = Train(seed, new Lstm(16) { Output = RecurrentOutput.LastState }, new Dense(2));
        Assert.InRange(seen, 0.99, 1);
        Assert.InRange(unseen, 0.97, 1);
    }

    [Fact]
    public void ADenseNetOfAsManyWeightsGuessesThere()
    {
        (double seen, double unseen) = Train(1, new Flatten(), new Dense(22, Activation.ReLU), new Dense(2));
        Assert.InRange(seen, 0.99, 1);
        Assert.InRange(unseen, 0.3, 0.7);
    }

    private static (double Seen, double Unseen) Train(int seed, params Layer[] layers)
    {
        using var model = new Model(Graph.Sequential(new Shape(Time, Features), layers), (ulong)seed);
        var settings = new TrainerOptions
        {
            Optimizer = new Adam { LearningRate = 0.01f },
            Seed = (ulong)seed,
            Team = ThreadTeam.Single,
        };
        using var trainer = new Trainer(model, settings);
        trainer.Fit(Sequences(2048, 0, seed), null, fit);
        return (trainer.Evaluate(Sequences(500, 0, seed + 100)).Score, trainer.Evaluate(Sequences(500, 1, seed + 200)).Score);
    }

    /// <summary>Marks in features 0 and 1 at two of every second position from <paramref name="first"/> on; noise in feature 2.</summary>
    private static ArrayDataset Sequences(int count, int first, int seed)
    {
        var random = new Random(seed);
        float[] inputs = new float[count * Time * Features];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            Span<float> sequence = inputs.AsSpan(i * Time * Features, Time * Features);
            for (int t = 0; t < Time; t++)
            {
                sequence[(t * Features) + 2] = (2f * random.NextSingle()) - 1f;
            }

            int a = random.Next(Time / 2);
            int b = (a + 1 + random.Next((Time / 2) - 1)) % (Time / 2);
            sequence[(first + (2 * a)) * Features] = 1;
            sequence[((first + (2 * b)) * Features) + 1] = 1;
            labels[i] = a < b ? 0 : 1;
        }

        return ArrayDataset.Classification(inputs, labels, [Time, Features], name: "order");
    }
}
