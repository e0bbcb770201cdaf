using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>Chosen elements along one axis, in the order of the indices; an index may come several times.</summary>
/// <param name="Indices">Which, from 0.</param>
/// <param name="Axis">The axis, counted without the batch; negative counts from the end: −1 is the last.</param>
public sealed record Gather(IntegerList Indices, int Axis = -1) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "gather";

    /// <summary>Reads the options of a file.</summary>
    public static Gather Read(OptionReader options) => new([.. options.Int32s("indices", 0)], options.Int32("axis", -1));

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        int[] extents = inputs[0].Extents.ToArray();
        int axis = AxisRules.Of(Axis, inputs[0]);
        if (Indices.Count == 0 || Indices.Items.Any(index => index < 0 || index >= extents[axis]))
        {
            throw new ShapeException(
                $"expected at least one index, each from 0 to {extents[axis] - 1}, for axis {axis} of {inputs[0]}, got {Indices}"
            );
        }

        extents[axis] = Indices.Count;
        return new Shape(extents);
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) =>
        new GatherOp(Indices, AxisRules.Of(Axis, context.Inputs[0]), context.Inputs[0]);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32s("indices", Indices.Items);
        writer.Int32("axis", Axis, -1);
    }
}
