using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Planning;
using SpanNet.Testing;
using SpanNet.Testing.Cases;
using SpanNet.Tests.Models;
using SpanNet.Training;

namespace SpanNet.Tests.Layers;

/// <summary>What batch normalization has that other layers have not: values that are kept but not trained.</summary>
public sealed class BatchNormTests
{
    [Fact]
    public void RunningStatisticsLieBehindWhatTheOptimizerSweeps()
    {
        using var store = new ParameterStore(Graph.Sequential(new Shape(4), new BatchNorm(), new Dense(3)));
        Assert.Equal(
            ["dense.weight", "batch-norm.weight", "batch-norm.bias", "dense.bias", "batch-norm.running_mean", "batch-norm.running_var"],
            store.Parameters.Select(parameter => parameter.Name)
        );
        Assert.Equal(store.Parameters[4].Slice.Offset, store.TrainedLength);
        Assert.Equal(store.TrainedLength, store.Gradients.Length);
        Assert.Equal((4 * 3) + 3 + 4 + 4, store.Count);
        Assert.Throws<ArgumentException>(() => store.ExportGradient(store.Parameters[4], new float[4]));
    }

    [Fact]
    public void TrainingMovesRunningStatisticsAndTheFileKeepsThem()
    {
        using var model = new Model(Graph.Sequential(new Shape(4), new BatchNorm(), new Dense(2)), seed: 3);
        var options = new TrainerOptions
        {
            BatchSize = 8,
            Loss = new MeanSquaredError(),
            Optimizer = new Adam { WeightDecay = 0.1f },
        };
        using (var trainer = new Trainer(model, options))
        {
            trainer.Step(RandomFloats.Of(32, seed: 1), RandomFloats.Of(16, seed: 2));
        }

        using Model loaded = ModelSamples.Load(ModelSamples.Bytes(model));
        Assert.Equal(model.Parameters.Values, loaded.Parameters.Values);
        float[] mean = Exported(loaded.Parameters, "batch-norm.running_mean");
        Assert.Equal(0.1f * Enumerable.Range(0, 8).Average(i => RandomFloats.Of(32, seed: 1)[i * 4]), mean[0], 1e-6f);
    }

    [Fact]
    public void OneValueMovesNothingAndGivesTheBias()
    {
        using var run = new NetworkRun(Graph.Sequential(new Shape(3), new Dense(3), new BatchNorm()), 4);
        float[] before = Exported(run.Store, "batch-norm.running_var");
        float[] y = run.Forward(1, run.RandomInputs(1, seed: 1))[0];
        run.Backward(1, run.RandomOutputGradients(1, seed: 2));

        Assert.Equal(Exported(run.Store, "batch-norm.bias"), y);
        Assert.Equal(before, Exported(run.Store, "batch-norm.running_var"));
    }

    [Fact]
    public void AForwardPassAloneMovesNothing()
    {
        using var run = new NetworkRun(LayerCases.Of("batch norm").Network(4).Graph, 4);
        float[] before = run.Store.Values.ToArray();
        run.Forward(4, run.RandomInputs(4, seed: 1));
        Assert.Equal(before, run.Store.Values);
    }

    [Fact]
    public void AnActivationBehindItIsFused()
    {
        Graph graph = Graph.Sequential(new Shape(2, 3), new BatchNorm(), new Activate(Activation.ReLU));
        using var run = new NetworkRun(graph, 4);
        using var apart = new NetworkRun(Graph.Sequential(new Shape(2, 3), new BatchNorm()), 4);
        float[][] x = run.RandomInputs(4, seed: 1);

        Assert.Single(run.Plan.Steps);
        Assert.Equal(apart.Forward(4, x)[0].Select(value => Math.Max(0f, value)), run.Forward(4, x)[0]);
    }

    [Fact]
    public void NormalizationsGiveTheSameBitsOnAllNumbersOfThreads()
    {
        LayerCase[] cases =
        [
            new("batch", new BatchNorm { Activation = Activation.Gelu }, new Shape(9, 9, 40)),
            new("layer", new LayerNorm(), new Shape(80, 50)),
            new("rms", new RmsNorm(), new Shape(80, 50)),
            new("group", new GroupNorm(4), new Shape(9, 9, 40)),
        ];
        foreach (LayerCase layerCase in cases)
        {
            float[]? expected = null;
            for (int threads = 1; threads <= 4; threads++)
            {
                const int batch = 33;
                using var team = new ThreadTeam(threads);
                (Graph graph, Probe[] probes) = layerCase.Network(batch);
                using var run = new NetworkRun(graph, batch, team: team);
                float[] y = run.Forward(batch, run.RandomInputs(batch, 1))[0];
                float[][] dp = run.Backward(batch, run.RandomOutputGradients(batch, 2));
                float[] all = [.. y, .. probes[0].Gradient, .. dp.SelectMany(array => array), .. run.Store.Values];
                expected ??= all;
                Assert.True(expected.AsSpan().SequenceEqual(all), $"{layerCase}: {threads} threads give other bits than one.");
            }
        }
    }

    private static float[] Exported(ParameterStore store, string name)
    {
        Parameter parameter = store.Parameters.Single(candidate => candidate.Name == name);
        float[] values = new float[parameter.Spec.Shape.Length];
        store.Export(parameter, values);
        return values;
    }
}
