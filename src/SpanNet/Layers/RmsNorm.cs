using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = x / √(mean(x²) + ε) · weight along the last axis. Parameter weight: [length of the last axis]. Zhang and Sennrich 2019.
/// </summary>
public sealed record RmsNorm : Layer
{
    /// <summary>ε, above 0.</summary>
    public float Epsilon { get; init; } = NormalizationRules.DefaultEpsilon;

    /// <inheritdoc/>
    public override string Kind => "rms-norm";

    /// <summary>Reads the options of a file.</summary>
    public static RmsNorm Read(OptionReader options) => new() { Epsilon = NormalizationRules.ReadEpsilon(options) };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => NormalizationRules.Infer(inputs[0], Epsilon);

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) =>
        [NormalizationRules.Parameter("weight", inputs[0], new Ones())];

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 4L * inputs[0].Length;

    /// <inheritdoc/>
    public override bool IsStepwise(ReadOnlySpan<Shape> inputs) => inputs[0].Rank > 1;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new RowNormOp(Epsilon, isCentered: false, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => NormalizationRules.WriteEpsilon(writer, Epsilon);
}
