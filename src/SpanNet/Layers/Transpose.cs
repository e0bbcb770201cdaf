using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The axes in another order: axis i of the output is axis order[i] of the input.</summary>
/// <param name="Order">Every axis once, counted without the batch; negative counts from the end.</param>
public sealed record Transpose(IntegerList Order) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "transpose";

    /// <summary>Reads the options of a file.</summary>
    public static Transpose Read(OptionReader options) => new([.. options.Int32s("order", int.MinValue)]);

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        if (Order.Count != input.Rank || AxisRules.Flags(Order, input).Contains(false))
        {
            throw new ShapeException($"expected each of the {input.Rank} axes of {input} once, got {Order}");
        }

        return new Shape(Axes(input).Select(axis => input[axis]).ToArray());
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context)
    {
        Shape input = context.Inputs[0];
        int[] strides = [.. Axes(input).Select(axis => AxisRules.Stride(input, axis))];
        return new TakeOp(new StridedBox(context.Output.Extents, strides, offset: 0), context);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Int32s("order", Order.Items);

    private IEnumerable<int> Axes(Shape input) => Order.Items.Select(axis => AxisRules.Of(axis, input));
}
