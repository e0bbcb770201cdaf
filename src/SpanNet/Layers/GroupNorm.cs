using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = (x − μ) / √(σ² + ε) · weight + bias, with μ and σ² of each group of neighbouring channels (the last axis) over all positions of each
/// sample alone. One group per channel is instance normalization. Parameters weight, bias: [channels]. Wu and He 2018.
/// </summary>
/// <param name="Groups">Number of groups; divides the channels.</param>
public sealed record GroupNorm(int Groups) : Layer
{
    /// <summary>ε, above 0.</summary>
    public float Epsilon { get; init; } = NormalizationRules.DefaultEpsilon;

    /// <inheritdoc/>
    public override string Kind => "group-norm";

    /// <summary>Reads the options of a file.</summary>
    public static GroupNorm Read(OptionReader options) =>
        new(options.Int32("groups", minimum: 1)) { Epsilon = NormalizationRules.ReadEpsilon(options) };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape shape = NormalizationRules.Infer(inputs[0], Epsilon);
        return Groups >= 1 && shape[^1] % Groups == 0
            ? shape
            : throw new ShapeException($"expected groups that divide the {shape[^1]} channels of {shape}, got {Groups}");
    }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) => NormalizationRules.WeightAndBias(inputs[0]);

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 7L * inputs[0].Length;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new GroupNormOp(Groups, Epsilon, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32("groups", Groups);
        NormalizationRules.WriteEpsilon(writer, Epsilon);
    }
}
