using System.Globalization;
using System.Text.RegularExpressions;
using SpanNet.Graphs;
using SpanNet.Operators;
using SpanNet.Planning;
using SpanNet.Reference.Layers;
using SpanNet.Testing;

namespace SpanNet.Tests.Planning;

/// <summary>What must hold for every graph, over some hundred random ones.</summary>
public sealed partial class RandomGraphTests
{
    private const int Graphs = 300;
    private const int Batch = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(Batch)]
    public void NoBufferIsOverwrittenWhileItIsAliveAndTheArenaIsNeitherTooSmallNorTooLarge(int batch)
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            using var store = new ParameterStore(RandomGraph.Of(seed));
            Plan training = Plan.Compile(store, PlanMode.Training, batch);
            foreach (Plan plan in (Plan[])[training, Plan.Compile(store, PlanMode.Inference, batch), Smallest(training, store)])
            {
                var memory = new ShadowMemory(plan);

                Assert.Null(Record.Exception(memory.Run)?.Message is string message ? $"seed {seed}: {message}\n{plan.Describe()}" : null);
                Assert.InRange(plan.ArenaLength, memory.Peak, memory.Sum);
                Assert.Equal(0, memory.Untouched);
            }
        }
    }

    [Fact]
    public void InOneSampleJoinsAndSlicesCopyAlmostNothing()
    {
        int inPlace = 0;
        int copied = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            using var store = new ParameterStore(RandomGraph.Of(seed));
            foreach (PlanStep step in Plan.Compile(store, PlanMode.Inference, 1).Steps)
            {
                for (int i = 0; i < step.Inputs.Length; i++)
                {
                    int? distance = step.Operator.InputInOutput(i) ?? -step.Operator.OutputInInput(i);
                    inPlace += step.Inputs[i].Value.Offset - step.Output.Offset == distance ? 1 : 0;
                    copied += distance is not null && step.Inputs[i].Value.Offset - step.Output.Offset != distance ? 1 : 0;
                }
            }
        }

        Assert.True(inPlace > 4 * copied, $"{inPlace} in place, {copied} copied");
    }

    [Fact]
    public void APlanForOneSampleGivesTheBitsOfALargerOne()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            Graph graph = RandomGraph.Of(seed);
            using var one = new NetworkRun(graph, 1);
            using var larger = new NetworkRun(graph, Batch);
            float[][] x = one.RandomInputs(1, seed);
            float[][] dy = one.RandomOutputGradients(1, seed + 1);

            Assert.Equal(larger.Forward(1, x), one.Forward(1, x));
            Assert.Equal(larger.Backward(1, dy), one.Backward(1, dy));
        }
    }

    [Fact]
    public void WhateverTheLimitOfMemoryTheBitsStay()
    {
        int smaller = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            Graph graph = RandomGraph.Of(seed);
            for (int batch = 1; batch <= Batch; batch += Batch - 1)
            {
                using var plain = new NetworkRun(graph, batch);
                using var tight = new NetworkRun(graph, batch, memoryLimit: Smallest(plain.Plan, plain.Store).PeakBytes);
                float[][] x = plain.RandomInputs(batch, seed);
                float[][] dy = plain.RandomOutputGradients(batch, seed + 1);

                Assert.Equal(plain.Forward(batch, x), tight.Forward(batch, x));
                Assert.Equal(plain.Backward(batch, dy), tight.Backward(batch, dy));
                smaller += tight.Plan.PeakBytes < plain.Plan.PeakBytes ? 1 : 0;
            }
        }

        Assert.True(smaller > Graphs / 10, $"{smaller} of {2 * Graphs} plans became smaller");
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

    /// <summary>The plan with the smallest arena that recomputing finds: the one that the error about a limit of nothing names.</summary>
    private static Plan Smallest(Plan plan, ParameterStore store)
    {
        var refused = Assert.Throws<ArgumentException>(() => Plan.Compile(store, plan.Mode, plan.MaximumBatch, memoryLimit: 0));
        long bytes = long.Parse(BytesAtLeast().Match(refused.Message).Groups[1].Value, CultureInfo.InvariantCulture);
        var smallest = Plan.Compile(store, plan.Mode, plan.MaximumBatch, memoryLimit: bytes);
        Assert.InRange(smallest.PeakBytes, 0, Math.Min(bytes, plan.PeakBytes));
        return smallest;
    }

    [GeneratedRegex("takes at least ([0-9]+) bytes")]
    private static partial Regex BytesAtLeast();

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
