using System.Text.Json;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Planning;
using SpanNet.Testing;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>Small networks against PyTorch 1.13; the file is written by tests/golden/networks.py.</summary>
public sealed class NetworkGoldenTests
{
    private static readonly JsonElement golden = GoldenFile.Read("networks.json");

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, golden.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogitsLossAndGradientsAgreeWithPyTorch(int index)
    {
        JsonElement c = golden.GetProperty("cases")[index];
        using Model model = ModelOf(c);
        float[][] gradients = Floats2(c.GetProperty("gradients"));
        using var trainer = new Trainer(model, OptionsOf(new Sgd { LearningRate = 1e-9f }));
        double loss = trainer.Step(Floats(c.GetProperty("inputs")), Floats(c.GetProperty("targets")));

        Assert.Equal(c.GetProperty("loss").GetDouble(), loss, 1e-6);
        AssertClose("logits", Floats(c.GetProperty("logits")), trainer.Output);
        for (int i = 0; i < gradients.Length; i++)
        {
            Parameter parameter = ParameterOf(model, i);
            float[] actual = new float[gradients[i].Length];
            model.Parameters.ExportGradient(parameter, actual);
            AssertClose(parameter.Name, gradients[i], actual);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TenLossesAgreeWithPyTorch(int index)
    {
        JsonElement c = golden.GetProperty("cases")[index];
        foreach (JsonProperty run in c.GetProperty("losses").EnumerateObject())
        {
            Optimizer optimizer = run.Name == "momentum" ? new Momentum { LearningRate = 0.05f } : new Adam { LearningRate = 0.01f };
            using Model model = ModelOf(c);
            using var trainer = new Trainer(model, OptionsOf(optimizer));
            foreach (JsonElement expected in run.Value.EnumerateArray())
            {
                double loss = trainer.Step(Floats(c.GetProperty("inputs")), Floats(c.GetProperty("targets")));
                Assert.Equal(expected.GetDouble(), loss, 5e-6);
            }
        }
    }

    private static TrainerOptions OptionsOf(Optimizer optimizer) =>
        new()
        {
            BatchSize = golden.GetProperty("batch").GetInt32(),
            Optimizer = optimizer,
            Loss = new SoftmaxCrossEntropy(),
        };

    private static Model ModelOf(JsonElement c)
    {
        int[] sizes = [.. golden.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32())];
        Activation activation = c.GetProperty("activation").GetString() switch
        {
            "relu" => Activation.ReLU,
            "gelu" => Activation.Gelu,
            _ => Activation.Tanh,
        };
        Layer[] layers =
        [
            .. sizes[1..].Select((size, i) => new Dense(size) { Activation = i < sizes.Length - 2 ? activation : null, Name = $"{i}" }),
        ];
        var model = new Model(Graph.Sequential(new Shape([sizes[0]]), layers));
        float[][] start = Floats2(c.GetProperty("parameters"));
        for (int i = 0; i < start.Length; i++)
        {
            model.Parameters.Import(ParameterOf(model, i), start[i]);
        }

        return model;
    }

    /// <summary>PyTorch's order: weight and bias of each layer in turn.</summary>
    private static Parameter ParameterOf(Model model, int i) =>
        model.Parameters.Parameters.Single(parameter => parameter.Name == $"{i / 2}.{(i % 2 == 0 ? "weight" : "bias")}");

    private static void AssertClose(string what, float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= 1e-6 * Math.Max(1, Math.Abs(expected[i])),
                $"{what}[{i}]: PyTorch has {expected[i]:R}, got {actual[i]:R}"
            );
        }
    }

    private static float[][] Floats2(JsonElement array) => [.. array.EnumerateArray().Select(Floats)];

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetSingle())];
}
