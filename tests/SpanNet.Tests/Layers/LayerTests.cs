using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Reference.Layers;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Layers;

/// <summary>What must hold for every layer, read from <see cref="LayerCases"/>.</summary>
public sealed class LayerTests
{
    public static TheoryData<string> Names => [.. LayerCases.All.Select(c => c.Name)];

    [Fact]
    public void EveryLayerOfTheCatalogHasACase() => Assert.Empty(LayerCatalog.All.Kinds.Except(LayerCases.All.Select(c => c.Layer.Kind)));

    [Theory]
    [MemberData(nameof(Names))]
    public void ForwardAndBackwardEqualTheReferenceForAllBatchSizes(string name)
    {
        LayerCase layerCase = LayerCases.Of(name);
        (Graph graph, Probe[] probes) = layerCase.Network(layerCase.LargestBatch);
        using var run = new NetworkRun(graph, layerCase.LargestBatch);
        for (int batch = 1; batch <= layerCase.LargestBatch; batch++)
        {
            float[][] x = run.RandomInputs(batch, seed: batch);
            float[][] dy = run.RandomOutputGradients(batch, seed: 100 + batch);
            ReferenceNetwork reference = run.Reference(batch);
            float[][] y = run.Forward(batch, x);
            float[][] dp = run.Backward(batch, dy);
            double[][] wide = Wide(x);

            (double[][] expectedX, double[][] expectedP) = reference.Backward(batch, wide, run.Parameters, Wide(dy));
            Close.All($"batch {batch}: output", reference.Forward(batch, wide, run.Parameters)[0], y[0], 1e-5);
            for (int i = 0; i < probes.Length; i++)
            {
                Close.All($"batch {batch}: dx{i}", expectedX[i], probes[i].Gradient.AsSpan(0, expectedX[i].Length), 2e-5);
            }

            for (int i = 0; i < dp.Length; i++)
            {
                Close.All($"batch {batch}: d {run.Store.Parameters[i].Name}", expectedP[i], dp[i], 2e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsEqualCentralDifferencesOfTheReference(string name)
    {
        LayerCase layerCase = LayerCases.Of(name);
        foreach (LayerForm form in layerCase.Forms())
        {
            const int batch = 2;
            (Graph graph, Probe[] probes) = layerCase.Network(batch + 1, form);
            using var run = new NetworkRun(graph, batch + 1);
            float[][] x = run.RandomInputs(batch, seed: 3);
            float[][] dy = run.RandomOutputGradients(batch, seed: 4);
            run.Forward(batch, x);
            float[][] dp = run.Backward(batch, dy);

            ReferenceNetwork reference = run.Reference(batch);
            double[][] wide = [.. Wide(x), .. run.Parameters];
            double[] point = [.. wide.SelectMany(array => array)];
            double Function(double[] moved)
            {
                double[][] parts = Cut(moved, wide);
                double[][] y = reference.Forward(batch, parts[..x.Length], parts[x.Length..]);
                return y.Zip(dy, (row, upstream) => row.Zip(upstream, (a, b) => a * b).Sum()).Sum();
            }

            float[] gradient = [.. probes.SelectMany((probe, i) => probe.Gradient[..x[i].Length]), .. dp.SelectMany(array => array)];
            GradientError error = GradientCheck.Worst(Function, point, gradient);
            Assert.True(error.Relative < 1e-3, $"{form}: {error}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TrainingForwardEqualsInferenceForward(string name)
    {
        LayerCase layerCase = LayerCases.Of(name);
        using var training = new NetworkRun(layerCase.Network(5).Graph, 5);
        using var inference = new NetworkRun(layerCase.Network(5).Graph, 9, PlanMode.Inference);
        float[][] x = training.RandomInputs(5, seed: 1);
        if (layerCase.MixesRows || layerCase is { IsRandom: true, Layer: MultiHeadAttention })
        {
            Assert.NotEqual(training.Forward(5, x), inference.Forward(5, x));
            return;
        }

        float[][] expected = layerCase.IsRandom ? x : training.Forward(5, x);

        Assert.Equal(expected, inference.Forward(5, x));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InferenceEqualsTheReference(string name)
    {
        using var run = new NetworkRun(LayerCases.Of(name).Network(9).Graph, 9, PlanMode.Inference);
        float[][] x = run.RandomInputs(9, seed: 6);
        Close.All("output", run.Reference(9).Forward(9, Wide(x), run.Parameters)[0], run.Forward(9, x)[0], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ARowOfABatchEqualsThatRowAlone(string name)
    {
        LayerCase layerCase = LayerCases.Of(name);
        int batch = layerCase.LargestBatch;
        foreach (PlanMode mode in Enum.GetValues<PlanMode>())
        {
            if ((layerCase.IsRandom || layerCase.MixesRows) && mode == PlanMode.Training)
            {
                continue;
            }

            using var run = new NetworkRun(layerCase.Network(batch).Graph, batch, mode);
            using var alone = new NetworkRun(layerCase.Network(1).Graph, 1, mode);
            float[][] x = run.RandomInputs(batch, seed: 8);
            float[] y = run.Forward(batch, x)[0];
            for (int row = 0; row < batch; row++)
            {
                float[][] one = [.. x.Select(all => Row(all, row, batch))];
                Assert.Equal(Row(y, row, batch), alone.Forward(1, one)[0]);
                Assert.Equal(Row(y, row, batch), run.Forward(1, one)[0]);
            }
        }
    }

    [Fact]
    public void LayersThatAreSplitGiveTheSameBitsOnAllNumbersOfThreads()
    {
        LayerCase[] cases =
        [
            new("wide", new Dense(301), new Shape(203)),
            new("fused", new Dense(150, Kernels.Activations.Activation.Gelu), new Shape(320)),
            new("rows", new Dense(130, Kernels.Activations.Activation.Tanh), new Shape(7, 129)),
            new("heads", new MultiHeadAttention(3) { IsCausal = true, Dropout = 0.1f }, new Shape(20, 48)),
        ];
        foreach (LayerCase layerCase in cases)
        {
            byte[]? expected = null;
            for (int threads = 1; threads <= 4; threads++)
            {
                const int batch = 65;
                using var team = new ThreadTeam(threads);
                (Graph graph, Probe[] probes) = layerCase.Network(batch);
                using var run = new NetworkRun(graph, batch, team: team);
                float[] y = run.Forward(batch, run.RandomInputs(batch, 1))[0];
                float[][] dp = run.Backward(batch, run.RandomOutputGradients(batch, 2));
                float[] all = [.. y, .. probes[0].Gradient, .. dp.SelectMany(array => array)];
                byte[] bits = [.. all.SelectMany(BitConverter.GetBytes)];
                expected ??= bits;
                Assert.True(expected.AsSpan().SequenceEqual(bits), $"{layerCase}: {threads} threads give other bits than one.");
            }
        }
    }

    [Fact]
    public void AnInferencePlanHasNoBackwardPass()
    {
        using var run = new NetworkRun(LayerCases.Of("dense 5-7").Network(1).Graph, 1, PlanMode.Inference);

        Assert.Throws<InvalidOperationException>(() => run.Backward(1, []));
    }

    private static double[][] Wide(float[][] arrays) => [.. arrays.Select(NetworkRun.Wide)];

    private static float[] Row(float[] all, int row, int batch) => all.AsSpan(row * (all.Length / batch), all.Length / batch).ToArray();

    private static double[][] Cut(double[] all, double[][] like)
    {
        int start = 0;
        return [.. like.Select(array => all[start..(start += array.Length)])];
    }
}
