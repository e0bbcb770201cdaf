using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Pooling;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The average of windows chosen so that the result has a given size: window i of n covers ⌊i·size / n⌋ … ⌈(i + 1)·size / n⌉.</summary>
/// <param name="Output">Rows and columns of the result.</param>
public sealed record AdaptiveAvgPool2D(Size2D Output) : PoolLayer
{
    /// <inheritdoc/>
    public override string Kind => "adaptive-avg-pool2d";

    /// <summary>Reads the options of a file.</summary>
    public static AdaptiveAvgPool2D Read(OptionReader options) => new(WindowOptions.Size(options, "output"));

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new AvgPool2DOp(Pooling(context.Inputs[0]));

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => WindowOptions.Write(writer, "output", Output);

    private protected override Pooling Windows(Shape input) =>
        new(PoolAxis.Adaptive(input[0], Output.Height), PoolAxis.Adaptive(input[1], Output.Width), input[2]);
}
