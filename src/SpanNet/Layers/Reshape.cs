using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The same numbers under another shape of as many elements. Costs nothing: a view.</summary>
/// <param name="Shape">The new shape, without the batch.</param>
public sealed record Reshape(Shape Shape) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "reshape";

    /// <summary>Reads the options of a file.</summary>
    public static Reshape Read(OptionReader options) => new(new Shape(options.Int32s("shape", minimum: 1)));

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) =>
        inputs[0].Length == Shape.Length
            ? Shape
            : throw new ShapeException(
                $"expected an input of {Shape.Length} elements to become {Shape}, got {inputs[0]} with {inputs[0].Length}"
            );

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override bool IsIdentity(PlanMode mode) => true;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => throw new InvalidOperationException("A view runs no operator.");

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Int32s("shape", ImmutableArray.Create(Shape.Extents));
}
