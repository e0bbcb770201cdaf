using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = x₀ − x₁, element by element. The second input has the first one's shape, or is one row as long as its last axis ([channels] or
/// [1, 1, channels] beside [height, width, channels]).
/// </summary>
public sealed record Subtract : Layer
{
    /// <inheritdoc/>
    public override string Kind => "subtract";

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => 2;

    /// <summary>Reads the options of a file: there are none.</summary>
    public static Subtract Read(OptionReader options) => new();

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => JoinRules.Infer(inputs);

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => inputs[0].Length;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new SubtractOp(context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) { }
}
