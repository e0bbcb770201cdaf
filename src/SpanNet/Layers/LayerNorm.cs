using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = (x − μ) / √(σ² + ε) · weight + bias along the last axis, with μ and σ² of each row alone. Parameters weight, bias: [length of the
/// last axis]. Ba, Kiros and Hinton 2016.
/// </summary>
public sealed record LayerNorm : Layer
{
    /// <summary>ε, above 0.</summary>
    public float Epsilon { get; init; } = NormalizationRules.DefaultEpsilon;

    /// <inheritdoc/>
    public override string Kind => "layer-norm";

    /// <summary>Reads the options of a file.</summary>
    public static LayerNorm Read(OptionReader options) => new() { Epsilon = NormalizationRules.ReadEpsilon(options) };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => NormalizationRules.Infer(inputs[0], Epsilon);

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) => NormalizationRules.WeightAndBias(inputs[0]);

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 7L * inputs[0].Length;

    /// <inheritdoc/>
    public override bool IsStepwise(ReadOnlySpan<Shape> inputs) => inputs[0].Rank > 1;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new RowNormOp(Epsilon, isCentered: true, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => NormalizationRules.WriteEpsilon(writer, Epsilon);
}
