using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Normalization;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// A batch normalization in training, its activation and the maximum of every window behind it, in one go. Made by the plan compiler; no graph holds
/// it. Parameters: the normalization's.
/// </summary>
/// <param name="Norm">The normalization.</param>
/// <param name="Pool">The windows over its result.</param>
internal sealed record PooledBatchNorm(BatchNorm Norm, MaxPool2D Pool) : Layer
{
    /// <inheritdoc/>
    public override string Kind => Pool.Kind;

    /// <summary>Whether <paramref name="norm"/> and <paramref name="pool"/> can be done in one go over such an input.</summary>
    public static bool Fits(BatchNorm norm, MaxPool2D pool, Shape input) => PooledNormalization.Fits(pool.Pooling(input), norm.Activation);

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => Pool.Infer(inputs);

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) => Norm.Parameters(inputs);

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => Norm.Flops(inputs) + Pool.Flops(inputs);

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) =>
        new PooledBatchNormOp(
            Norm.Momentum,
            Norm.Epsilon,
            new PooledNormalization(Pool.Pooling(context.Inputs[0]), Norm.Activation),
            context
        );

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => throw new InvalidOperationException("No graph holds a fused layer.");
}
