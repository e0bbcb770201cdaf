using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The same numbers as one axis: [8, 8, 1] becomes [64]. Costs nothing: a view.</summary>
public sealed record Flatten : Layer
{
    /// <inheritdoc/>
    public override string Kind => "flatten";

    /// <summary>Reads the options of a file: there are none.</summary>
    public static Flatten Read(OptionReader options) => new();

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => new(inputs[0].Length);

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override bool IsIdentity(PlanMode mode) => true;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => throw new InvalidOperationException("A view runs no operator.");

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) { }
}
