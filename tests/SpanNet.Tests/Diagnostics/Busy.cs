using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Operators;

namespace SpanNet.Tests.Diagnostics;

/// <summary>y = x, which takes the time and the memory that it is told. Its parameter does nothing: it makes the gradient wanted.</summary>
/// <param name="ForwardMilliseconds">Time of a forward pass.</param>
/// <param name="BackwardMilliseconds">Time of a backward pass.</param>
/// <param name="ForwardBytes">Managed memory that a forward pass takes.</param>
/// <param name="BackwardBytes">Managed memory that a backward pass takes.</param>
internal sealed record Busy(int ForwardMilliseconds = 0, int BackwardMilliseconds = 0, int ForwardBytes = 0, int BackwardBytes = 0) : Layer
{
    public override string Kind => "busy";

    public override Shape Infer(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) =>
        [new("unused", new Shape([1]), ParameterLayout.Plain, new Zeros(), new Fans(1, 1), Decays: false)];

    public override long Flops(ReadOnlySpan<Shape> inputs) => 7;

    public override Operator Lower(LoweringContext context) => new BusyOp(this);

    public override void WriteOptions(OptionWriter writer) { }
}
