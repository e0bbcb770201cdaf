using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The mean over some axes, which the output no longer has: over [0, 1] of an image it is global average pooling.</summary>
/// <param name="Axes">The axes, counted without the batch; negative counts from the end.</param>
public sealed record Mean(IntegerList Axes) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "mean";

    /// <summary>Reads the options of a file.</summary>
    public static Mean Read(OptionReader options) => new([.. options.Int32s("axes", int.MinValue)]);

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => AxisRules.Without(inputs[0], AxisRules.Flags(Axes, inputs[0]));

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => inputs[0].Length;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) =>
        new MeanOp(new ReducedAxes(context.Inputs[0], AxisRules.Flags(Axes, context.Inputs[0])), context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Int32s("axes", Axes.Items);
}
