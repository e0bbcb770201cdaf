using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>A part of the input along one axis: elements start … start + length − 1.</summary>
/// <param name="Start">First element, from 0.</param>
/// <param name="Length">How many, at least 1.</param>
/// <param name="Axis">The axis, counted without the batch; negative counts from the end: −1 is the last.</param>
public sealed record Slice(int Start, int Length, int Axis = -1) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "slice";

    /// <summary>Reads the options of a file.</summary>
    public static Slice Read(OptionReader options) =>
        new(options.Int32("start", minimum: 0), options.Int32("length", minimum: 1), options.Int32("axis", -1));

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        int[] extents = inputs[0].Extents.ToArray();
        int axis = AxisRules.Of(Axis, inputs[0]);
        if (Start < 0 || Length < 1 || Start > extents[axis] - Length)
        {
            throw new ShapeException(
                $"expected a start and a length within the {extents[axis]} elements of axis {axis} of {inputs[0]}, got {Start} and {Length}"
            );
        }

        extents[axis] = Length;
        return new Shape(extents);
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context)
    {
        Shape input = context.Inputs[0];
        int axis = AxisRules.Of(Axis, input);
        int[] strides = [.. Enumerable.Range(0, input.Rank).Select(i => AxisRules.Stride(input, i))];
        return new TakeOp(new StridedBox(context.Output.Extents, strides, Start * strides[axis]), context);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32("start", Start);
        writer.Int32("length", Length);
        writer.Int32("axis", Axis, -1);
    }
}
