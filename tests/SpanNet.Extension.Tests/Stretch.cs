using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Operators;

namespace SpanNet.Extension.Tests;

/// <summary>y = x · w + power · x² along the last axis: a layer of another assembly, with a parameter, an option and saved memory.</summary>
internal sealed record Stretch(float Power) : Layer
{
    public Mistake Mistake { get; init; }

    public override string Kind => "stretch";

    public static Stretch Read(OptionReader options) => new(options.Single("power", 1f));

    public override Shape Infer(ReadOnlySpan<Shape> inputs) =>
        inputs[0].Rank > 0 ? inputs[0] : throw new ShapeException("expected an input with at least one axis, got a single number []");

    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) =>
        [new("weight", new Shape([inputs[0][^1]]), ParameterLayout.Plain, new Ones(), new Fans(1, 1), Decays: true)];

    public override long Flops(ReadOnlySpan<Shape> inputs) => 4L * inputs[0].Length;

    public override Operator Lower(LoweringContext context) => new StretchOp(Power, Mistake, context);

    public override void WriteOptions(OptionWriter writer) => writer.Single("power", Power, 1f);
}
