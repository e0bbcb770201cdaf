using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Layers;

public sealed class MaxTests
{
    [Fact]
    public void TheGradientGoesToTheFirstOfEquals()
    {
        (Graph graph, Probe[] probes) = new LayerCase("max", new Max([0]), new Shape(2, 2)).Network(2);
        using var run = new NetworkRun(graph, 2);
        run.Forward(
            2,
            [
                [1, 2, 1, 2, float.NegativeInfinity, 3, float.NegativeInfinity, 4],
            ]
        );
        run.Backward(
            2,
            [
                [5, 6, 7, 8],
            ]
        );
        Assert.Equal([5f, 6f, 0f, 0f, 7f, 0f, 0f, 8f], probes[0].Gradient);
    }

    [Fact]
    public void TheLargestOfNumbersWithANaNIsNaN()
    {
        using var run = new NetworkRun(Graph.Sequential(new Shape(3), new Max([0])), 3);
        float[] y = run.Forward(
            3,
            [
                [1, float.NaN, 2, float.NaN, 1, 2, float.NegativeInfinity, float.NegativeInfinity, -3],
            ]
        )[0];
        Assert.Equal([float.NaN, float.NaN, -3f], y);
    }
}
