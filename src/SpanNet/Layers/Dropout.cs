using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// In training sets each number to 0 with probability <paramref name="Rate"/> and divides the others by 1 − rate; at inference
/// does nothing. The mask is a function of seed, step, layer and position: it is drawn again for the backward pass, not stored.
/// Srivastava et al. 2014.
/// </summary>
/// <param name="Rate">Probability of a zero, from 0 up to but not including 1.</param>
public sealed record Dropout(float Rate) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "dropout";

    /// <summary>Reads the options of a file.</summary>
    public static Dropout Read(OptionReader options) => new(options.Single("rate", minimum: 0f, maximum: MathF.BitDecrement(1f)));

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) =>
        Rate is >= 0f and < 1f ? inputs[0] : throw new ShapeException($"expected a rate from 0 up to but not including 1, got {Rate}");

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override bool IsIdentity(PlanMode mode) => mode == PlanMode.Inference || Rate == 0f;

    /// <inheritdoc/>
    public override bool IsStepwise(ReadOnlySpan<Shape> inputs) => true;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new DropoutOp(Rate, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("rate", Rate);
}
