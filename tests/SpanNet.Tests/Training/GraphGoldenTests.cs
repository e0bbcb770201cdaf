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

/// <summary>Two inputs, a shared layer, two outputs with a loss each, against PyTorch 1.13; the file is written by tests/golden/graphs.py.</summary>
public sealed class GraphGoldenTests
{
    private static readonly JsonElement golden = GoldenFile.Read("graphs.json");
    private static readonly string[] names = ["dense.weight", "dense.bias", "class.weight", "class.bias", "value.weight", "value.bias"];

    [Fact]
    public void OutputsLossesAndGradientsAgreeWithPyTorch()
    {
        using Model model = Network();
        using var trainer = TrainerOf(model, new Sgd { LearningRate = 1e-9f });

        double loss = Learn(trainer);

        AssertClose("logits", Floats("logits"), trainer.OutputOf(0));
        AssertClose("y", Floats("y"), trainer.OutputOf(1));
        float[] losses = Floats("losses");
        Assert.Equal(losses[0], trainer.OutputLosses[0], 1e-6);
        Assert.Equal(losses[1], trainer.OutputLosses[1], 1e-6);
        Assert.Equal((0.3 * losses[0]) + (2 * losses[1]), loss, 1e-6);
        for (int i = 0; i < names.Length; i++)
        {
            Parameter parameter = model.Parameters.Parameters.Single(parameter => parameter.Name == names[i]);
            float[] actual = new float[parameter.Spec.Shape.Length];
            model.Parameters.ExportGradient(parameter, actual);
            AssertClose(names[i], Floats(golden.GetProperty("gradients")[i]), actual);
        }
    }

    [Theory]
    [InlineData("momentum")]
    [InlineData("adam")]
    public void TenLossesAgreeWithPyTorch(string name)
    {
        using Model model = Network();
        using var trainer = TrainerOf(model, name == "adam" ? new Adam { LearningRate = 0.01f } : new Momentum { LearningRate = 0.05f });

        foreach (JsonElement expected in golden.GetProperty("runs").GetProperty(name).EnumerateArray())
        {
            Assert.Equal(expected.GetDouble(), Learn(trainer), 1e-5);
        }
    }

    private static double Learn(Trainer trainer)
    {
        Floats("left").CopyTo(trainer.Input(0));
        Floats("right").CopyTo(trainer.Input(1));
        Floats("classes").CopyTo(trainer.Target(0));
        Floats("values").CopyTo(trainer.Target(1));
        return trainer.Step(golden.GetProperty("batch").GetInt32());
    }

    private static Trainer TrainerOf(Model model, Optimizer optimizer) =>
        new(
            model,
            new TrainerOptions
            {
                BatchSize = golden.GetProperty("batch").GetInt32(),
                Optimizer = optimizer,
                Losses = new Dictionary<string, OutputLoss>
                {
                    ["class"] = new(new SoftmaxCrossEntropy(), 0.3f),
                    ["value"] = new(new MeanSquaredError(), 2f),
                },
            }
        );

    private static Model Network()
    {
        var builder = new GraphBuilder();
        Node left = builder.Input(new Shape(5), "left");
        Node right = builder.Input(new Shape(5), "right");
        Node a = builder.Add(new Dense(4, Activation.Tanh), left);
        Node b = builder.Share(a, right);
        Node head = builder.Add(new Dense(3) { Name = "class" }, builder.Add(new Concat(), a, b));
        var model = new Model(builder.Build(head, builder.Add(new Dense(2) { Name = "value" }, builder.Add(new Subtract(), a, b))));
        for (int i = 0; i < names.Length; i++)
        {
            Parameter parameter = model.Parameters.Parameters.Single(parameter => parameter.Name == names[i]);
            model.Parameters.Import(parameter, Floats(golden.GetProperty("parameters")[i]));
        }

        return model;
    }

    private static float[] Floats(string name) => Floats(golden.GetProperty(name));

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetSingle())];

    private static void AssertClose(string what, float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= 2e-6 * Math.Max(1, Math.Abs(expected[i])),
                $"{what}[{i}]: {expected[i]}, {actual[i]}"
            );
        }
    }
}
