using SpanNet.Graphs;
using SpanNet.Planning;
using SpanNet.Reference.Layers;
using SpanNet.Testing;

namespace SpanNet.Tests.Planning;

/// <summary>What must hold for every graph, over some hundred random ones.</summary>
public sealed class RandomGraphTests
{
    private const int Graphs = 300;
    private const int Batch = 3;

    [Fact]
    public void NoBufferIsOverwrittenWhileItIsAliveAndTheArenaIsNeitherTooSmallNorTooLarge()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            foreach (PlanMode mode in Enum.GetValues<PlanMode>())
            {
                using var store = new ParameterStore(RandomGraph.Of(seed));
                Plan plan = Plan.Compile(store, mode, Batch);
                var memory = new ShadowMemory(plan);

                Assert.Null(Record.Exception(memory.Run)?.Message is string message ? $"seed {seed}, {mode}: {message}" : null);
                Assert.InRange(plan.ArenaLength, memory.Peak, memory.Sum);
            }
        }
    }

    [Fact]
    public void SharingMemorySavesMuch()
    {
        double shared = 0;
        double separate = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            using var store = new ParameterStore(RandomGraph.Of(seed));
            Plan plan = Plan.Compile(store, PlanMode.Inference, Batch);
            var memory = new ShadowMemory(plan);
            memory.Run();
            shared += plan.ArenaLength;
            separate += memory.Sum;
        }

        Assert.True(shared < 0.75 * separate, $"{shared} floats of {separate}");
    }

    [Fact]
    public void OutputsAndParameterGradientsEqualTheDoubleReference()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            using var run = new NetworkRun(RandomGraph.Of(seed), Batch + 1);
            float[][] x = run.RandomInputs(Batch, seed);
            float[][] dy = run.RandomOutputGradients(Batch, seed + 1);
            ReferenceNetwork reference = run.Reference(Batch);
            double[][] wide = Wide(x);
            double[][] expectedY = reference.Forward(Batch, wide, run.Parameters);
            double[][] expected = reference.Backward(Batch, wide, run.Parameters, Wide(dy)).Parameters;

            float[][] y = run.Forward(Batch, x);
            float[][] gradients = run.Backward(Batch, dy);

            for (int i = 0; i < y.Length; i++)
            {
                AssertClose($"seed {seed}, output {i}", expectedY[i], y[i]);
            }

            for (int i = 0; i < gradients.Length; i++)
            {
                AssertClose($"seed {seed}, gradient of {run.Store.Parameters[i].Name}", expected[i], gradients[i]);
            }
        }
    }

    [Fact]
    public void WhatLiesInMemoryBeforeChangesNothing()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            Graph graph = RandomGraph.Of(seed);
            float[][] Results(float garbage)
            {
                using var run = new NetworkRun(graph, Batch + 2) { Garbage = garbage };
                float[][] y = run.Forward(Batch, run.RandomInputs(Batch, seed));
                return [.. y, .. run.Backward(Batch, run.RandomOutputGradients(Batch, seed))];
            }

            float[][] expected = Results(0f);

            Assert.Equal(expected, Results(float.NaN));
            Assert.Equal(expected, Results(-1e30f));
        }
    }

    [Fact]
    public void APlanForInferenceGivesTheOutputsOfOneForTrainingWithoutDropout()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            Graph graph = RandomGraph.Of(seed);
            if (graph.Nodes.Any(node => node.Layer is SpanNet.Layers.Dropout { Rate: > 0 }))
            {
                continue;
            }

            using var training = new NetworkRun(graph, Batch);
            using var inference = new NetworkRun(graph, Batch + 4, PlanMode.Inference);
            float[][] x = training.RandomInputs(Batch, seed);

            Assert.Equal(training.Forward(Batch, x), inference.Forward(Batch, x));
        }
    }

    private static double[][] Wide(float[][] arrays) => [.. arrays.Select(NetworkRun.Wide)];

    /// <summary>Errors relative to the largest element: the sums behind an element may cancel.</summary>
    private static void AssertClose(string what, double[] expected, float[] actual)
    {
        double largest = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= 1e-4 * largest,
                $"{what}, element {i}: expected {expected[i]:R}, got {actual[i]:R}"
            );
        }
    }
}
