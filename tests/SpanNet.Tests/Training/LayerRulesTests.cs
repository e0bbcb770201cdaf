using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Planning;
using SpanNet.Testing;
using SpanNet.Testing.Cases;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>Penalties and limits of every layer that has weights, against the rule in double on the canonical tensors.</summary>
public sealed class LayerRulesTests
{
    private const float Rate = 0.1f;
    private const int Batch = 3;

    private static readonly Regularization penalty = new() { L1 = 0.25f, L2 = 0.5f };
    private static readonly Regularization limit = new() { MaxNorm = 0.4f };

    /// <summary>Layers by a rule, the shape of their input, and how many of the inputs lead to one output of a transposed filter.</summary>
    private static readonly Dictionary<string, (Func<Regularization?, Layer> Layer, Shape Input, int TransposedGroups)> layers = new()
    {
        ["dense"] = (rule => new Dense(19) { Regularization = rule }, new Shape(2, 5), 0),
        ["conv1d"] = (rule => new Conv1D(18, 3) { Regularization = rule }, new Shape(6, 5), 0),
        ["conv2d"] = (rule => new Conv2D(18, 3) { Regularization = rule, Padding = 1 }, new Shape(4, 5, 3), 0),
        ["conv2d in groups"] = (rule => new Conv2D(36, new Size2D(2, 3)) { Regularization = rule, Groups = 2 }, new Shape(4, 5, 6), 0),
        ["conv2d depthwise"] = (rule => new Conv2D(17, 3) { Regularization = rule, Groups = 17 }, new Shape(4, 5, 17), 0),
        ["conv2d 1x1"] = (rule => new Conv2D(5, 1) { Regularization = rule }, new Shape(2, 2, 33), 0),
        ["conv-transpose2d"] = (rule => new ConvTranspose2D(7, 3) { Regularization = rule, Stride = 2 }, new Shape(3, 2, 18), 1),
        ["conv-transpose2d in groups"] = (rule => new ConvTranspose2D(6, 2) { Regularization = rule, Groups = 3 }, new Shape(3, 2, 9), 3),
        ["rnn"] = (rule => new Rnn(7) { Regularization = rule, Layers = 2 }, new Shape(3, 5), 0),
        ["gru"] = (rule => new Gru(6) { Regularization = rule, IsBidirectional = true }, new Shape(3, 5), 0),
        ["lstm"] = (rule => new Lstm(5) { Regularization = rule }, new Shape(3, 18), 0),
        ["multi-head-attention"] = (rule => new MultiHeadAttention(2) { Regularization = rule }, new Shape(3, 18), 0),
        ["embedding"] = (rule => new Embedding(9, 5) { Regularization = rule }, new Shape([4]), 0),
    };

    public static TheoryData<string> Names => [.. layers.Keys];

    [Fact]
    public void EveryLayerWithWeightsIsHere() =>
        Assert.Empty(
            LayerCases
                .All.Where(c => c.Layer.Parameters(c.Inputs).Any(parameter => parameter.Decays))
                .Select(c => c.Layer.Kind)
                .Distinct()
                .Except(layers.Values.Select(entry => entry.Layer(null).Kind))
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void PenaltiesAreAddedToTheGradientsOfWeights(string name)
    {
        Dictionary<string, float[]> before = Trained(name, null, steps: 0);
        Dictionary<string, float[]> plain = Trained(name, null, steps: 1);
        Dictionary<string, float[]> penalized = Trained(name, penalty, steps: 1);
        foreach ((string parameter, float[] values) in before)
        {
            for (int i = 0; i < values.Length; i++)
            {
                double w = values[i];
                double added = IsWeight(parameter) ? (0.5 * w) + (0.25 * Math.Sign(w)) : 0;
                Assert.Equal(plain[parameter][i] - (Rate * added), penalized[parameter][i], 2e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheNormOfTheWeightsOfAnOutputIsLimited(string name)
    {
        Dictionary<string, float[]> free = Trained(name, null, steps: 1);
        Dictionary<string, float[]> limited = Trained(name, limit, steps: 1);
        int scaled = 0;
        foreach ((string parameter, float[] values) in free)
        {
            int[][] outputs = IsWeight(parameter) ? OutputsOf(name, parameter, values.Length) : [];
            double[] expected = [.. values.Select(value => (double)value)];
            foreach (int[] places in outputs)
            {
                double norm = Math.Sqrt(places.Sum(place => (double)values[place] * values[place]));
                scaled += norm > 0.4 ? 1 : 0;
                foreach (int place in places)
                {
                    expected[place] *= Math.Min(1, 0.4 / norm);
                }
            }

            Assert.Equal(expected, limited[parameter].Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
        }

        Assert.NotEqual(0, scaled);
    }

    private static bool IsWeight(string parameter) => parameter.Contains("weight", StringComparison.Ordinal);

    /// <summary>Where in the canonical tensor the weights of each output are.</summary>
    private static int[][] OutputsOf(string name, string parameter, int length)
    {
        (Func<Regularization?, Layer> layer, Shape input, int groups) = layers[name];
        int[] shape = layer(null).Parameters([input]).Single(spec => $"layer.{spec.Name}" == parameter).Shape.Extents.ToArray();
        int taps = length / (shape[0] * shape[1]);
        return groups == 0
            ? [.. Enumerable.Range(0, length).GroupBy(i => i / (length / shape[0])).Select(group => group.ToArray())]
            :
            [
                .. Enumerable
                    .Range(0, length)
                    .GroupBy(i => (Group: i / taps / shape[1] / (shape[0] / groups), Output: i / taps % shape[1]))
                    .Select(group => group.ToArray()),
            ];
    }

    /// <summary>The canonical parameters of the layer after some steps of plain gradient descent.</summary>
    private static Dictionary<string, float[]> Trained(string name, Regularization? rule, int steps)
    {
        (Func<Regularization?, Layer> layer, Shape input, _) = layers[name];
        Graph graph = Graph.Sequential(input, layer(rule) with { Name = "layer" });
        using var model = new Model(graph, seed: 2);
        var options = new TrainerOptions
        {
            BatchSize = Batch,
            Loss = new MeanSquaredError(),
            Optimizer = new Sgd { LearningRate = Rate },
        };
        using var trainer = new Trainer(model, options);
        for (int step = 0; step < steps; step++)
        {
            float[] inputs = RandomFloats.Of(Batch * input.Length, step);
            inputs = name == "embedding" ? Array.ConvertAll(inputs, value => MathF.Floor(4 * MathF.Abs(value)) % 9) : inputs;
            trainer.Step(inputs, RandomFloats.Of(Batch * trainer.TargetLength, 100 + step));
        }

        return model.Parameters.Parameters.ToDictionary(parameter => parameter.Name, parameter => Values(model.Parameters, parameter));
    }

    private static float[] Values(ParameterStore store, Parameter parameter)
    {
        float[] values = new float[parameter.Spec.Shape.Length];
        store.Export(parameter, values);
        return values;
    }
}
