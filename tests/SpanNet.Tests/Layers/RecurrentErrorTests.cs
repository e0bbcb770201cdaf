using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Testing;

namespace SpanNet.Tests.Layers;

/// <summary>What does not fit a recurrent net is one clear error that names the layer.</summary>
public sealed class RecurrentErrorTests
{
    [Fact]
    public void ShapesThatDoNotFitAreRefused()
    {
        Assert.Equal("Layer 'gru' (gru): expected sequences [time, features], got [4]", Message(new Gru(3), new Shape([4])));
        Assert.Equal("Layer 'rnn' (rnn): expected at least 1 layer of at least 1 number, got 1 of 0", Message(new Rnn(0), new Shape(2, 4)));
        Assert.Equal(
            "Layer 'gru' (gru): expected first states [layers · directions, hidden] [2, 3], got [1, 3]",
            Message(new Gru(3) { Layers = 2 }, new Shape(2, 4), new Shape(1, 3))
        );
        Assert.Equal(
            "Layer 'lstm' (lstm): expected first states and first cell states, or neither, got first states alone",
            Message(new Lstm(3), new Shape(2, 4), new Shape(1, 3))
        );
        Assert.Equal(
            "Layer 'gru' (gru): expected a length [1] as the last input, got [2]",
            Message(new Gru(3) { HasLengths = true }, new Shape(2, 4), new Shape([2]))
        );
        Assert.Contains(
            "expected at least 2 inputs, got 1",
            Message(new Gru(3) { HasLengths = true }, new Shape(2, 4)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(5f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void ALengthThatCannotBeIsNamedWithItsSample(float length)
    {
        var builder = new GraphBuilder();
        Node y = builder.Add(new Gru(3) { HasLengths = true }, builder.Input(new Shape(4, 2)), builder.Input(new Shape([1])));
        using var run = new NetworkRun(builder.Build(y), 2);
        ArgumentException error = Assert.Throws<ArgumentException>(() => run.Forward(2, [new float[16], [1f, length]]));
        Assert.Equal(
            FormattableString.Invariant($"Layer 'gru': expected lengths of 1 to 4 whole steps, got {length} for sample 1."),
            error.Message
        );
    }

    [Fact]
    public void OptionsThatCannotBeAreNamed()
    {
        Assert.Contains(
            "takes tanh or relu, got gelu",
            Read("""{"type":"rnn","hidden":3,"activation":"gelu"}"""),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "expected \"sequence\" or \"last\", got \"first\"",
            Read("""{"type":"gru","hidden":3,"output":"first"}"""),
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => new Rnn(3) { Activation = Activation.Gelu });
    }

    private static string Message(Layer layer, params Shape[] shapes)
    {
        var builder = new GraphBuilder();
        Node[] inputs = [.. shapes.Select(shape => builder.Input(shape))];
        return Assert.Throws<ShapeException>(() => builder.Add(layer, inputs)).Message;
    }

    private static string Read(string json) =>
        Assert
            .Throws<ConfigurationException>(() => LayerCatalog.All.Read(System.Text.Json.JsonDocument.Parse(json).RootElement, "layer"))
            .Message;
}
