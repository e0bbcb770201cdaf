using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Operators;

namespace SpanNet.Testing;

/// <summary>
/// y = x, and the gradient that comes back is written down: put behind an input of a graph, it shows what the layers after it send.
/// A layer made outside the engine, from its public parts only. Its parameter does nothing: it makes the gradient wanted.
/// </summary>
/// <param name="Gradient">Where the gradient is written: as many floats as the largest batch has.</param>
public sealed record Probe(float[] Gradient) : Layer
{
    public override string Kind => "probe";

    public override Shape Infer(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) =>
        [new("unused", new Shape([1]), ParameterLayout.Plain, new Zeros(), new Fans(1, 1), Decays: false)];

    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    public override Operator Lower(LoweringContext context) => new ProbeOp(Gradient);

    public override void WriteOptions(OptionWriter writer) { }
}
