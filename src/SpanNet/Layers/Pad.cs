using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>Zeros around the input: so many before and behind it along each axis.</summary>
/// <param name="Before">One number per axis without the batch, 0 or more.</param>
/// <param name="After">One number per axis without the batch, 0 or more.</param>
public sealed record Pad(IntegerList Before, IntegerList After) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "pad";

    /// <summary>Reads the options of a file.</summary>
    public static Pad Read(OptionReader options) => new([.. options.Int32s("before", 0)], [.. options.Int32s("after", 0)]);

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        if (Before.Count != input.Rank || After.Count != input.Rank || Before.Items.Concat(After.Items).Any(size => size < 0))
        {
            throw new ShapeException(
                $"expected {input.Rank} numbers of at least 0 before and after the axes of {input}, got {Before} and {After}"
            );
        }

        return new Shape([.. Enumerable.Range(0, input.Rank).Select(i => checked(input[i] + Before[i] + After[i]))]);
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context)
    {
        int[] strides = [.. Enumerable.Range(0, Before.Count).Select(i => AxisRules.Stride(context.Output, i))];
        int offset = strides.Select((stride, i) => stride * Before[i]).Sum();
        return new PlaceOp(new StridedBox(context.Inputs[0].Extents, strides, offset), context);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32s("before", Before.Items);
        writer.Int32s("after", After.Items);
    }
}
