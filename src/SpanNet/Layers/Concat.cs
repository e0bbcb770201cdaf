using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The inputs side by side along one axis; all other extents agree.</summary>
/// <param name="Axis">The axis, counted without the batch; negative counts from the end: −1 is the last.</param>
public sealed record Concat(int Axis = -1) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "concat";

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => int.MaxValue;

    /// <summary>Reads the options of a file.</summary>
    public static Concat Read(OptionReader options) => new(options.Int32("axis", -1));

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        int[] extents = inputs[0].Extents.ToArray();
        int axis = AxisRules.Of(Axis, inputs[0]);
        foreach (Shape input in inputs[1..])
        {
            bool fits = input.Rank == inputs[0].Rank;
            for (int i = 0; fits && i < extents.Length; i++)
            {
                fits = i == axis || input[i] == extents[i];
            }

            if (!fits)
            {
                throw new ShapeException($"expected inputs that agree in all axes but {axis}, got {inputs[0]} and {input}");
            }

            extents[axis] = checked(extents[axis] + input[axis]);
        }

        return new Shape(extents);
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new ConcatOp(AxisRules.Of(Axis, context.Inputs[0]), context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Int32("axis", Axis, -1);
}
