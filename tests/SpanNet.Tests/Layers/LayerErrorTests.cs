using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Testing;

namespace SpanNet.Tests.Layers;

/// <summary>What does not fit is one clear error that names the layer.</summary>
public sealed class LayerErrorTests
{
    public static TheoryData<string, int[], string> Wrong =>
        new()
        {
            { "batch-norm momentum", [4], "momentum from 0 to 1, got 2" },
            { "batch-norm epsilon", [4], "epsilon above 0, got 0" },
            { "group-norm", [2, 4], "divide the 4 channels of [2, 4], got 3" },
            { "embedding", [4], "count from 1 to 16777216 and a size of at least 1, got 0 and 3" },
            { "positional-embedding", [4], "expected a sequence [time, features], got [4]" },
            { "slice", [2, 4], "within the 4 elements of axis 1 of [2, 4], got 2 and 3" },
            { "slice axis", [2, 4], "expected an axis from -2 to 1 for inputs like [2, 4], got 2" },
            { "transpose", [2, 4], "expected each of the 2 axes of [2, 4] once, got [0]" },
            { "transpose twice", [2, 4], "expected different axes, got [0, -2]" },
            { "gather", [2, 4], "each from 0 to 3, for axis 1 of [2, 4], got [0, 4]" },
            { "mean", [2, 4], "expected at least one axis, got []" },
            { "upsample", [2, 4], "expected an image [height, width, channels], got [2, 4]" },
            { "pad", [2, 4], "expected 2 numbers of at least 0 before and after the axes of [2, 4], got [1] and [0, 0]" },
            { "attention heads", [2, 4], "heads that divides the width 4 of [2, 4], got 3" },
            { "attention sequence", [4], "expected sequences [time, width] of one width, got [4] and [4]" },
            { "attention dropout", [2, 4], "expected a dropout from 0 up to but not including 1, got 1" },
            { "spatial-dropout", [2, 4], "expected a rate from 0 up to but not including 1, got 1" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void AShapeOrOptionThatDoesNotFitIsRefused(string name, int[] input, string message)
    {
        Layer layer = name switch
        {
            "batch-norm momentum" => new BatchNorm { Momentum = 2f },
            "batch-norm epsilon" => new BatchNorm { Epsilon = 0f },
            "group-norm" => new GroupNorm(3),
            "embedding" => new Embedding(0, 3),
            "positional-embedding" => new PositionalEmbedding(),
            "slice" => new Slice(2, 3),
            "slice axis" => new Slice(0, 1, 2),
            "transpose" => new Transpose([0]),
            "transpose twice" => new Transpose([0, -2]),
            "gather" => new Gather([0, 4]),
            "mean" => new Mean([]),
            "upsample" => new Upsample(2),
            "attention heads" => new MultiHeadAttention(3),
            "attention sequence" => new MultiHeadAttention(1),
            "attention dropout" => new MultiHeadAttention(1) { Dropout = 1f },
            "pad" => new Pad([1], [0, 0]),
            _ => new SpatialDropout(1f),
        };
        var error = Assert.Throws<ShapeException>(() => Graph.Sequential(new Shape(input), layer));
        Assert.StartsWith($"Layer '{layer.Kind}' ({layer.Kind}): ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SequencesThatDoNotFitTogetherAreRefused()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(3, 4));
        Node longer = builder.Input(new Shape(5, 4));
        Node wider = builder.Input(new Shape(5, 6));
        Node mask = builder.Input(new Shape([5]));
        Refused("of one width, got [3, 4] and [5, 6]", new MultiHeadAttention(2), x, wider);
        Refused("as many values as keys, got [3, 4] and [5, 4]", new MultiHeadAttention(2), x, longer, x);
        Refused("as many keys as queries where attention is causal", new MultiHeadAttention(2) { IsCausal = true }, x, longer);
        Refused("expected a mask [3], a number for each key of [3, 4], got [5]", new MultiHeadAttention(2) { HasKeyMask = true }, x, mask);

        void Refused(string message, Layer layer, params Node[] inputs)
        {
            var error = Assert.Throws<ShapeException>(() => builder.Add(layer, inputs));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ASecondInputThatIsNoRowIsRefused()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(3, 4));
        foreach (Shape second in new[] { new Shape(3), new Shape(3, 1), new Shape(4, 3), new Shape([1]) })
        {
            Node y = builder.Input(second);
            var error = Assert.Throws<ShapeException>(() => builder.Add(new Multiply(), x, y));
            Assert.Contains($"one row of [3, 4]'s last axis, got [3, 4] and {second}", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(-1f, "-1")]
    [InlineData(6f, "6")]
    [InlineData(0.5f, "0.5")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void AnIndexThatTheTableDoesNotHaveIsRefusedAtRunTime(float index, string text)
    {
        using var run = new NetworkRun(Graph.Sequential(new Shape(3), new Embedding(6, 2) { Name = "words" }), 2);
        var error = Assert.Throws<ArgumentException>(() =>
            run.Forward(
                2,
                [
                    [0, 1, 5, 2, index, 0],
                ]
            )
        );
        Assert.Equal(
            $"Layer 'words' (embedding): expected whole numbers from 0 to 5, got {text} at position 1 of sample 1.",
            error.Message
        );
    }

    [Fact]
    public void OptionsAreComparedByValue()
    {
        Assert.Equal(new Transpose([1, 0]), new Transpose([1, 0]));
        Assert.NotEqual(new Transpose([1, 0]), new Transpose([0, 1]));
        Assert.Equal(new Transpose([1, 0]).GetHashCode(), new Transpose([1, 0]).GetHashCode());
        Assert.Equal(default, IntegerList.Create([]));
        Assert.True(new IntegerList() != [1]);
        Assert.Equal("[1, 0]", new Transpose([1, 0]).Order.ToString());
    }
}
