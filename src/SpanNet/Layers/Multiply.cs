using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = x₀ · x₁, element by element. The second input has the first one's shape, or is one row as long as its last axis ([channels] or
/// [1, 1, channels] beside [height, width, channels]): a gate for every channel.
/// </summary>
public sealed record Multiply : Layer
{
    /// <inheritdoc/>
    public override string Kind => "multiply";

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => 2;

    /// <summary>Reads the options of a file: there are none.</summary>
    public static Multiply Read(OptionReader options) => new();

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => JoinRules.Infer(inputs);

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => inputs[0].Length;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new MultiplyOp(context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) { }
}
