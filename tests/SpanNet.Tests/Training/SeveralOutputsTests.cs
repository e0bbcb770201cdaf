using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Metrics;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Testing;
using SpanNet.Tests.Data;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>Networks of several inputs and outputs, from the data to the report. Their arithmetic: GraphGoldenTests.</summary>
public sealed class SeveralOutputsTests
{
    private const int Samples = 50;

    [Fact]
    public void FitEqualsStepsOfPartsToTheLastBit()
    {
        JoinedDataset data = Data();
        using Model fitted = Network();
        using Model looped = Network();
        using var trainer = new Trainer(fitted, Options());
        using var stepper = new Trainer(looped, Options());

        FitResult result = trainer.Fit(data, null, new FitOptions { Epochs = 1 });

        var loader = new DataLoader(data, 8, shuffle: true, Options().Seed);
        float[] inputs = new float[8 * 7];
        float[] targets = new float[8 * 3];
        int batch;
        while ((batch = loader.Next(inputs, targets)) > 0)
        {
            for (int row = 0; row < batch; row++)
            {
                inputs.AsSpan(row * 7, 4).CopyTo(stepper.Input(0)[(row * 4)..]);
                inputs.AsSpan((row * 7) + 4, 3).CopyTo(stepper.Input(1)[(row * 3)..]);
                stepper.Target(0)[row] = targets[row * 3];
                targets.AsSpan((row * 3) + 1, 2).CopyTo(stepper.Target(1)[(row * 2)..]);
            }

            stepper.Step(batch);
        }

        Assert.Equal(7, result.Steps);
        Assert.True(fitted.Parameters.Values.SequenceEqual(looped.Parameters.Values));
    }

    [Fact]
    public void RowsOfAllPartsEqualTheParts()
    {
        using Model a = Network();
        using Model b = Network();
        using var rows = new Trainer(a, Options());
        using var parts = new Trainer(b, Options());
        float[] inputs = RandomFloats.Of(2 * 7, new Random(1), 1f);
        float[] targets = [2f, 0.5f, -0.5f, 1f, 0.25f, 0.75f];

        double expected = rows.Step(inputs, targets, [1f, 3f]);
        float[] left = [.. inputs[..4], .. inputs[7..11]];
        float[] right = [.. inputs[4..7], .. inputs[11..]];
        left.CopyTo(parts.Input(0));
        right.CopyTo(parts.Input(1));
        new[] { 2f, 1f }.CopyTo(parts.Target(0));
        new[] { 0.5f, -0.5f, 0.25f, 0.75f }.CopyTo(parts.Target(1));

        Assert.Equal(expected, parts.Step(2, [1f, 3f]));
        Assert.True(a.Parameters.Values.SequenceEqual(b.Parameters.Values));
    }

    [Fact]
    public void TheReportHoldsEveryOutput()
    {
        JoinedDataset data = Data();
        using Model model = Network();
        using var trainer = new Trainer(model, Options());

        FitResult result = trainer.Fit(data, data, new FitOptions { Epochs = 40 });

        EpochReport first = result.Epochs[0];
        EpochReport last = result.Epochs[^1];
        Assert.Equal(["class", "value"], last.Outputs.Select(output => output.Name));
        Assert.Equal((0.5 * last.Outputs[0].TrainLoss) + (3 * last.Outputs[1].TrainLoss), last.TrainLoss, 1e-12);
        Assert.Equal(
            (0.5 * last.Outputs[0].ValidationLoss!.Value) + (3 * last.Outputs[1].ValidationLoss!.Value),
            last.ValidationLoss!.Value,
            1e-12
        );
        Assert.Equal(last.Outputs[0].TrainScore, last.TrainScore);
        Assert.All(first.Outputs.Zip(last.Outputs), pair => Assert.True(pair.Second.TrainLoss < pair.First.TrainLoss));
        Assert.True(last.Outputs[0].TrainScore > 0.9, $"accuracy {last.Outputs[0].TrainScore}");
        Assert.True(last.Outputs[1].TrainScore > 0.8, $"R² {last.Outputs[1].TrainScore}");

        Evaluation evaluation = trainer.Evaluate(data);
        Assert.Equal(
            [typeof(ClassificationMetrics), typeof(RegressionMetrics)],
            evaluation.Outputs.Select(output => output.Metric.GetType())
        );
        Assert.Same(evaluation.Metric, evaluation.Outputs[0].Metric);
    }

    [Fact]
    public void AWeightOfZeroSwitchesAnOutputOff()
    {
        using Model model = Network();
        TrainerOptions options = Options() with
        {
            Losses = new Dictionary<string, OutputLoss> { ["value"] = new(new MeanSquaredError(), 0f) },
        };
        using var trainer = new Trainer(model, options);
        float[] before = Exported(model, "value.weight");
        float[] other = Exported(model, "class.weight");

        trainer.Step(RandomFloats.Of(7, new Random(1), 1f), [1f, 5f, 5f]);

        Assert.Equal(before, Exported(model, "value.weight"));
        Assert.NotEqual(other, Exported(model, "class.weight"));
    }

    [Fact]
    public void PredictionsOfRowsEqualThoseOfParts()
    {
        using Model model = Network();
        using var session = new InferenceSession(model, maximumBatch: 3);
        float[] inputs = RandomFloats.Of(3 * 7, new Random(5), 1f);
        float[] outputs = new float[3 * 5];

        session.Run(inputs, outputs);

        Assert.Equal((7, 5), (session.InputLength, session.OutputLength));
        for (int row = 0; row < 3; row++)
        {
            inputs.AsSpan(row * 7, 4).CopyTo(session.Input(0)[(row * 4)..]);
            inputs.AsSpan((row * 7) + 4, 3).CopyTo(session.Input(1)[(row * 3)..]);
        }

        session.Run(3);
        for (int row = 0; row < 3; row++)
        {
            Assert.Equal(outputs[(row * 5)..((row * 5) + 3)], session.Output(0).Slice(row * 3, 3).ToArray());
            Assert.Equal(outputs[((row * 5) + 3)..((row + 1) * 5)], session.Output(1).Slice(row * 2, 2).ToArray());
        }
    }

    [Fact]
    public void AModelFileKeepsNamesAndOrder()
    {
        using var folder = new TemporaryFolder();
        using Model model = Network();
        ModelFile.Save(model, folder.File("two.safetensors"));
        using Model loaded = ModelFile.Load(folder.File("two.safetensors"));

        Assert.Equal(["left", "right"], loaded.Graph.Inputs.Select(node => node.Name));
        Assert.Equal(["class", "value"], loaded.Graph.Outputs.Select(node => node.Name));
        using var a = new InferenceSession(model);
        using var b = new InferenceSession(loaded);
        float[] inputs = RandomFloats.Of(7, new Random(5), 1f);
        float[] expected = new float[5];
        float[] actual = new float[5];
        a.Run(inputs, expected);
        b.Run(inputs, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void MistakesAreNamed()
    {
        using Model model = Network();
        Assert.Contains(
            "the output 'valeu', but the network has none of this name; did you mean 'value'",
            Error(() =>
                new Trainer(
                    model,
                    Options() with
                    {
                        Losses = new Dictionary<string, OutputLoss> { ["valeu"] = new(new MeanSquaredError()) },
                    }
                )
            ),
            StringComparison.Ordinal
        );
        using var trainer = new Trainer(model, Options());
        Assert.Contains("rows of 7 inputs and 3 targets", Error(() => trainer.Step(new float[8], new float[3])), StringComparison.Ordinal);
        Assert.Contains("1 to 8 rows", Error(() => trainer.Step(9)), StringComparison.Ordinal);
        var narrow = new JoinedDataset([new DataColumn(new float[8], 4)], [new DataColumn(new float[6], 3)]);
        Assert.Contains(
            "the network takes 4 + 3 inputs and the loss 1 + 2 targets per sample, but the data has 4 and 3",
            Error(() => trainer.Evaluate(narrow)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "has 2 samples, but another column has 3",
            Error(() => new JoinedDataset([new DataColumn(new float[8], 4)], [new DataColumn(new float[3], 1)])),
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => new DataColumn(new float[7], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OutputLoss(new Hinge(), -1f));
        using var session = new InferenceSession(model);
        Assert.Throws<InvalidOperationException>(() => session.Classify(new float[7], new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Run(2));
        using var evaluator = new Evaluator(model, Options(), 4);
        Assert.Throws<ArgumentException>(() => evaluator.Evaluate(Data(), new RegressionMetrics(2)));
    }

    private static string Error(Func<object> action)
    {
        return Assert
            .ThrowsAny<ArgumentException>(() =>
            {
                action();
            })
            .Message;
    }

    private static float[] Exported(Model model, string name)
    {
        var parameter = model.Parameters.Parameters.Single(parameter => parameter.Name == name);
        float[] values = new float[parameter.Spec.Shape.Length];
        model.Parameters.Export(parameter, values);
        return values;
    }

    private static TrainerOptions Options() =>
        new()
        {
            BatchSize = 8,
            Optimizer = new Adam { LearningRate = 0.02f },
            Losses = new Dictionary<string, OutputLoss>
            {
                ["class"] = new(new SoftmaxCrossEntropy(), 0.5f),
                ["value"] = new(new MeanSquaredError(), 3f),
            },
        };

    private static Model Network()
    {
        var builder = new GraphBuilder();
        Node left = builder.Input(new Shape(4), "left");
        Node right = builder.Input(new Shape(3), "right");
        Node both = builder.Add(new Dense(24, Activation.Tanh), builder.Add(new Concat(), left, right));
        return new Model(
            builder.Build(builder.Add(new Dense(3) { Name = "class" }, both), builder.Add(new Dense(2) { Name = "value" }, both)),
            seed: 2
        );
    }

    /// <summary>The class is the largest number of the right input; the values are sums of numbers of both.</summary>
    private static JoinedDataset Data()
    {
        var random = new Random(3);
        float[] left = RandomFloats.Of(Samples * 4, random, 1f);
        float[] right = RandomFloats.Of(Samples * 3, random, 1f);
        float[] classes = new float[Samples];
        float[] values = new float[Samples * 2];
        for (int i = 0; i < Samples; i++)
        {
            Span<float> r = right.AsSpan(i * 3, 3);
            classes[i] =
                r[0] > r[1] && r[0] > r[2] ? 0f
                : r[1] > r[2] ? 1f
                : 2f;
            values[i * 2] = left[i * 4] + r[0];
            values[(i * 2) + 1] = left[(i * 4) + 3] - r[2];
        }

        return new JoinedDataset([new(left, 4), new(right, 3)], [new(classes, 1), new(values, 2)]);
    }
}
