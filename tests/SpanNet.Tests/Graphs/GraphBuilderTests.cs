using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Graphs;

public sealed class GraphBuilderTests
{
    public static TheoryData<string, Layer, int[][], string> Misfits =>
        new()
        {
            {
                "dense",
                new Dense(0),
                [
                    [4],
                ],
                "Layer 'x' (dense): expected at least 1 output, got 0"
            },
            {
                "dense",
                new Dense(3),
                [
                    [],
                ],
                "Layer 'x' (dense): expected an input with at least one axis, got a single number []"
            },
            {
                "dense",
                new Dense(3),
                [
                    [4],
                    [4],
                ],
                "Layer 'x' (dense): expected 1 input, got 2."
            },
            {
                "dropout",
                new Dropout(1f),
                [
                    [4],
                ],
                "Layer 'x' (dropout): expected a rate from 0 up to but not including 1, got 1"
            },
            {
                "dropout",
                new Dropout(float.NaN),
                [
                    [4],
                ],
                "Layer 'x' (dropout): expected a rate from 0 up to but not including 1, got NaN"
            },
            {
                "reshape",
                new Reshape(new Shape(4, 3)),
                [
                    [2, 5],
                ],
                "Layer 'x' (reshape): expected an input of 12 elements to become [4, 3], got [2, 5] with 10"
            },
            {
                "sum",
                new Sum(),
                [
                    [4],
                    [5],
                ],
                "Layer 'x' (sum): expected inputs of one shape, got [4] and [5]"
            },
            {
                "sum",
                new Sum(),
                [
                    [4],
                ],
                "Layer 'x' (sum): expected at least 2 inputs, got 1."
            },
            {
                "concat",
                new Concat(0),
                [
                    [2, 3],
                    [2, 4],
                ],
                "Layer 'x' (concat): expected inputs that agree in all axes but 0, got [2, 3] and [2, 4]"
            },
            {
                "concat",
                new Concat(2),
                [
                    [2, 3],
                    [2, 3],
                ],
                "Layer 'x' (concat): expected an axis from -2 to 1 for inputs like [2, 3], got 2"
            },
            {
                "softmax",
                new Softmax(),
                [
                    [],
                ],
                "Layer 'x' (softmax): expected an input with at least one axis, got a single number []"
            },
        };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void ShapesThatDoNotFitAreNamed(string kind, Layer layer, int[][] inputs, string message)
    {
        var builder = new GraphBuilder();
        Node[] nodes = [.. inputs.Select(extents => builder.Input(new Shape(extents)))];

        var exception = Assert.Throws<ShapeException>(() => builder.Add(layer with { Name = "x" }, nodes));

        Assert.Equal(kind, layer.Kind);
        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void ALayerInAChainThatDoesNotFitIsNamedByItsKindAndNumber()
    {
        var exception = Assert.Throws<ShapeException>(() =>
            Graph.Sequential(new Shape(4), new Dense(3), new Reshape(new Shape(3)), new Reshape(new Shape(2)))
        );

        Assert.Equal("Layer 'reshape2' (reshape): expected an input of 2 elements to become [2], got [3] with 3", exception.Message);
    }

    [Fact]
    public void NamesAreUnique()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(4), "x");

        Assert.Contains(
            "'x' is taken",
            Assert.Throws<ArgumentException>(() => builder.Input(new Shape(4), "x")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'x' is taken",
            Assert.Throws<ArgumentException>(() => builder.Add(new Dense(2) { Name = "x" }, x)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(["dense", "dense2"], [builder.Add(new Dense(2), x).Name, builder.Add(new Dense(2), x).Name]);
    }

    [Fact]
    public void NodesOfAnotherGraphAreRefused()
    {
        Node stranger = new GraphBuilder().Input(new Shape(4), "stranger");
        var builder = new GraphBuilder();
        builder.Input(new Shape(4));

        var exception = Assert.Throws<ArgumentException>(() => builder.Add(new Flatten(), stranger));

        Assert.Contains("'stranger' belongs to another graph", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGraphNeedsAnOutput() => Assert.Throws<ArgumentException>(() => new GraphBuilder().Build());

    [Fact]
    public void NodesThatNoOutputDependsOnAreDroppedAndInputsKept()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(4));
        Node unused = builder.Input(new Shape(2));
        Node y = builder.Add(new Dense(3), x);
        builder.Add(new Dense(5), y);

        Graph graph = builder.Build(y);

        Assert.Equal<Node>([x, unused, y], graph.Nodes);
        Assert.Equal<Node>([x, unused], graph.Inputs);
    }

    [Fact]
    public void ShapesRefuseWhatIsNoShape()
    {
        Assert.Throws<ArgumentException>(() => new Shape(3, 0));
        Assert.Throws<ArgumentException>(() => new Shape(-1));
        Assert.Throws<ArgumentException>(() => new Shape(1 << 16, 1 << 16));
        Assert.Equal(1, new Shape([]).Length);
        Assert.Equal("[8, 8, 1]", new Shape(8, 8, 1).ToString());
        Assert.NotEqual(new Shape(2, 3), new Shape(3, 2));
    }

    [Fact]
    public void FlopsCountAFusedMultiplyAddAsTwo()
    {
        Assert.Equal(2 * 3 * 5 * 7, new Dense(7, Activation.ReLU).Flops([new Shape(3, 5)]));
        Assert.All(LayerCases.All, c => Assert.True(c.Layer.Flops(c.Inputs) >= 0));
    }
}
