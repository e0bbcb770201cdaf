using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// A row of a table for every index: [time] becomes [time, size]. The input holds whole numbers from 0 to count − 1, as floats; another
/// number is an error at run time that names the layer. Parameter weight: [count, size].
/// </summary>
/// <param name="Count">Rows of the table: how many different indices there are, at most 2²⁴, the whole numbers that floats can tell apart.</param>
/// <param name="Size">Numbers per row.</param>
public sealed record Embedding(int Count, int Size) : Layer
{
    private const int MaximumCount = 1 << 24;

    /// <summary>First weights; null: standard normal.</summary>
    public Initializer? Initializer { get; init; }

    /// <summary>What keeps the rows of the table small; null: nothing.</summary>
    public Regularization? Regularization { get; init; }

    /// <inheritdoc/>
    public override string Kind => "embedding";

    /// <summary>Reads the options of a file.</summary>
    public static Embedding Read(OptionReader options) =>
        new(options.Int32("count", minimum: 1, maximum: MaximumCount), options.Int32("size", minimum: 1))
        {
            Initializer = InitializerCatalog.All.Option(options, "initializer"),
            Regularization = Regularization.Read(options),
        };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) =>
        Count is >= 1 and <= MaximumCount && Size >= 1
            ? new Shape([.. inputs[0].Extents, Size])
            : throw new ShapeException($"expected a count from 1 to {MaximumCount} and a size of at least 1, got {Count} and {Size}");

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) =>
        [
            new(
                "weight",
                new Shape(Count, Size),
                ParameterLayout.Plain,
                Initializer ?? new Normal(0f, 1f),
                new Fans(Count, Size),
                Decays: true
            )
            {
                Regularization = Regularization,
            },
        ];

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override bool IsStepwise(ReadOnlySpan<Shape> inputs) => true;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new EmbeddingOp(Count, Size, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32("count", Count);
        writer.Int32("size", Size);
        writer.Configurable("initializer", Initializer);
        Regularization.Write(writer, Regularization);
    }
}
