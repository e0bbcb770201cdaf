using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = exp(x − max x) / Σ exp(x − max x) along the last axis. For training end the network in logits and use
/// <c>SoftmaxCrossEntropy</c>, which is faster and exact for very unlikely classes.
/// </summary>
public sealed record Softmax : Layer
{
    /// <summary>True: the logarithm, log softmax.</summary>
    public bool IsLogarithmic { get; init; }

    /// <inheritdoc/>
    public override string Kind => "softmax";

    /// <summary>Reads the options of a file.</summary>
    public static Softmax Read(OptionReader options) => new() { IsLogarithmic = options.Boolean("log", false) };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) =>
        inputs[0].Rank > 0 ? inputs[0] : throw new ShapeException("expected an input with at least one axis, got a single number []");

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 5L * inputs[0].Length;

    /// <inheritdoc/>
    public override bool IsStepwise(ReadOnlySpan<Shape> inputs) => inputs[0].Rank > 1;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) =>
        IsLogarithmic ? new LogSoftmaxOp(context.Output[^1]) : new SoftmaxOp(context.Output[^1]);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Boolean("log", IsLogarithmic, false);
}
