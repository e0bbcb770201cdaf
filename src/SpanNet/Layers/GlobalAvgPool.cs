using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Pooling;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The average of every channel over the whole image: [height, width, channels] becomes [channels].</summary>
public sealed record GlobalAvgPool : PoolLayer
{
    /// <inheritdoc/>
    public override string Kind => "global-avg-pool";

    /// <summary>Reads the options of a file: there are none.</summary>
    public static GlobalAvgPool Read(OptionReader options) => new();

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => new([Pooling(inputs[0]).Channels]);

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new AvgPool2DOp(Pooling(context.Inputs[0]));

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) { }

    private protected override Pooling Windows(Shape input) =>
        new(PoolAxis.Adaptive(input[0], 1), PoolAxis.Adaptive(input[1], 1), input[2]);
}
