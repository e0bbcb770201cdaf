using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Operators;

namespace SpanNet.Diagnostics;

/// <summary>y = x, and the gradient that comes back is written down. Its parameter does nothing: it makes the gradient wanted.</summary>
/// <param name="Gradient">Where the gradient is written: as many floats as the batch has.</param>
internal sealed record GradientProbe(float[] Gradient) : Layer
{
    /// <summary>Name of the parameter that does nothing.</summary>
    public const string Unused = "unused";

    /// <inheritdoc/>
    public override string Kind => "gradient-probe";

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) =>
        [new(Unused, new Shape([1]), ParameterLayout.Plain, new Zeros(), new Fans(1, 1), Decays: false)];

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new GradientProbeOp(Gradient);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) { }
}
