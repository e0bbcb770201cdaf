using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Planning;
using SpanNet.Testing;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>Penalties and limits of single layers, and averaged weights.</summary>
public sealed class WeightRulesTests
{
    private const float Rate = 0.1f;

    /// <summary>Batches of 1 are those whose updates do not wait for the end of the backward pass.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void PenaltiesAreAddedToTheGradientOfTheirLayerOnly(int batch)
    {
        var rule = new Regularization { L1 = 0.25f, L2 = 0.5f };
        float[] before = Weights(batch, null, steps: 0);
        float[] plain = Weights(batch, null, steps: 1);
        float[] penalized = Weights(batch, rule, steps: 1);
        for (int i = 0; i < before.Length; i++)
        {
            bool isFirst = i < FirstLength;
            double expected = plain[i] - (isFirst ? Rate * ((0.5 * before[i]) + (0.25 * Math.Sign(before[i]))) : 0);
            Assert.Equal(expected, penalized[i], 1e-6);
        }
    }

    [Fact]
    public void ALimitOfTheNormHoldsForEveryOutput()
    {
        float[] free = Weights(4, null, steps: 3);
        float[] limited = Weights(4, new Regularization { MaxNorm = 1f }, steps: 1);
        double[] Norms(float[] weights) => [.. weights[..FirstLength].Chunk(Inputs).Select(row => Math.Sqrt(row.Sum(w => (double)w * w)))];
        Assert.Contains(Norms(free), norm => norm > 1.01);
        Assert.All(Norms(limited), norm => Assert.True(norm <= 1.000001));
        Assert.Contains(Norms(limited), norm => norm > 0.999);

        float[] step = Weights(4, null, steps: 1);
        double[] norms = Norms(step);
        for (int i = 0; i < FirstLength; i++)
        {
            Assert.Equal(step[i] * Math.Min(1, 1 / norms[i / Inputs]), limited[i], 1e-6);
        }
    }

    [Fact]
    public void AverageFollowsTheWeightsAndSwapsWithThem()
    {
        using var store = new ParameterStore(Graph.Sequential(new Shape(3), new BatchNorm(), new Dense(5)));
        store.Initialize(3);
        using var average = new WeightAverage(store, 0.9f);
        double[] expected = [.. store.Values.ToArray().Select(value => (double)value)];
        for (int step = 1; step <= 20; step++)
        {
            RandomFloats.Of(store.Values.Length, step).CopyTo(store.Values);
            average.Update();
            for (int i = 0; i < expected.Length; i++)
            {
                expected[i] = (0.9 * expected[i]) + (0.1 * store.Values[i]);
            }
        }

        float[] last = store.Values.ToArray();
        average.Swap();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], store.Values[i], 1e-6);
        }

        Assert.Throws<InvalidOperationException>(average.Update);
        average.Swap();
        Assert.Equal(last, store.Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage(store, 1f));
    }

    [Fact]
    public void RulesAveragesAndMixturesAllocateNothing()
    {
        var rule = new Regularization
        {
            L1 = 0.1f,
            L2 = 0.1f,
            MaxNorm = 1f,
        };
        ArrayDataset data = ArrayDataset.Regression(RandomFloats.Of(60, 1), RandomFloats.Of(20, 2), [2, 1, 3], targetLength: 2);
        Graph graph = Graph.Sequential(new Shape(2, 1, 3), new BatchNorm(), new Flatten(), new Dense(2) { Regularization = rule });
        using var model = new Model(graph, seed: 2);
        var options = new TrainerOptions
        {
            BatchSize = 4,
            Loss = new MeanSquaredError(),
            Team = ThreadTeam.Single,
        };
        using var trainer = new Trainer(model, options);
        using var average = new WeightAverage(model.Parameters, 0.9f);
        var loader = new DataLoader(data, 4, changes: [new CutOut(1), new Mixup(0.3f)]);
        float[] inputs = new float[24];
        float[] targets = new float[8];
        long bytes = AllocationGauge.OfThread(() =>
        {
            loader.Reset(1);
            loader.Next(inputs, targets);
            trainer.Step(inputs, targets);
            average.Update();
            average.Swap();
            average.Swap();
        });
        Assert.Equal(0, bytes);
    }

    private const int Inputs = 120;

    private const int FirstLength = Inputs * 90;

    /// <summary>Both weight matrices in canonical layout after some steps of plain gradient descent; the rule holds for the first.</summary>
    private static float[] Weights(int batch, Regularization? rule, int steps)
    {
        Graph graph = Graph.Sequential(new Shape(Inputs), new Dense(90) { Regularization = rule }, new Dense(3));
        using var model = new Model(graph, seed: 2);
        var options = new TrainerOptions
        {
            BatchSize = batch,
            Loss = new MeanSquaredError(),
            Optimizer = new Sgd { LearningRate = Rate },
        };
        using var trainer = new Trainer(model, options);
        for (int step = 0; step < steps; step++)
        {
            trainer.Step(RandomFloats.Of(batch * Inputs, step), RandomFloats.Of(batch * 3, 100 + step));
        }

        return
        [
            .. model
                .Parameters.Parameters.Where(parameter => parameter.Spec.Name == "weight")
                .SelectMany(parameter =>
                {
                    float[] values = new float[parameter.Spec.Shape.Length];
                    model.Parameters.Export(parameter, values);
                    return values;
                }),
        ];
    }
}
