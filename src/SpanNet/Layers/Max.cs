using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The largest element over some axes, which the output no longer has; NaN where one is among them. The gradient goes to the first of equals.</summary>
/// <param name="Axes">The axes, counted without the batch; negative counts from the end.</param>
public sealed record Max(IntegerList Axes) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "max";

    /// <summary>Reads the options of a file.</summary>
    public static Max Read(OptionReader options) => new([.. options.Int32s("axes", int.MinValue)]);

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => AxisRules.Without(inputs[0], AxisRules.Flags(Axes, inputs[0]));

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => inputs[0].Length;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) =>
        new MaxOp(new ReducedAxes(context.Inputs[0], AxisRules.Flags(Axes, context.Inputs[0])), context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Int32s("axes", Axes.Items);
}
