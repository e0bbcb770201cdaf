using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// Dropout of whole channels: in training every channel (last axis) of a sample is set to 0 at all its positions with probability
/// <paramref name="Rate"/>, or divided by 1 − rate; at inference nothing is done. The mask is a function of seed, step, layer and sample.
/// Tompson et al. 2015; PyTorch's Dropout2d.
/// </summary>
/// <param name="Rate">Probability of a zero, from 0 up to but not including 1.</param>
public sealed record SpatialDropout(float Rate) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "spatial-dropout";

    /// <summary>Reads the options of a file.</summary>
    public static SpatialDropout Read(OptionReader options) => new(options.Single("rate", minimum: 0f, maximum: MathF.BitDecrement(1f)));

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        if (!(Rate is >= 0f and < 1f))
        {
            throw new ShapeException($"expected a rate from 0 up to but not including 1, got {Rate}");
        }

        return inputs[0].Rank > 0
            ? inputs[0]
            : throw new ShapeException("expected an input with at least one axis, got a single number []");
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 0;

    /// <inheritdoc/>
    public override bool IsIdentity(PlanMode mode) => mode == PlanMode.Inference || Rate == 0f;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new SpatialDropoutOp(Rate, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("rate", Rate);
}
