using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>y = x₀ + x₁ + …, element by element, left to right: the join of a residual connection.</summary>
public sealed record Sum : Layer
{
    /// <inheritdoc/>
    public override string Kind => "sum";

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => int.MaxValue;

    /// <summary>Reads the options of a file: there are none.</summary>
    public static Sum Read(OptionReader options) => new();

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        foreach (Shape input in inputs)
        {
            if (input != inputs[0])
            {
                throw new ShapeException($"expected inputs of one shape, got {inputs[0]} and {input}");
            }
        }

        return inputs[0];
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => (long)(inputs.Length - 1) * inputs[0].Length;

    /// <inheritdoc/>
    public override bool IsStepwise(ReadOnlySpan<Shape> inputs) => true;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new SumOp(context.Inputs.Length);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) { }
}
