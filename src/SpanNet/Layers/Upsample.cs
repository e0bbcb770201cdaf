using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// An image [height, width, channels] made larger by a whole factor: every pixel repeated or, bilinear, interpolated between the centres
/// of the pixels (PyTorch's align_corners=False; edges are repeated).
/// </summary>
/// <param name="Factor">How many times as high and wide, at least 1.</param>
public sealed record Upsample(int Factor) : Layer
{
    /// <summary>True: interpolated; false: repeated.</summary>
    public bool IsBilinear { get; init; }

    /// <inheritdoc/>
    public override string Kind => "upsample";

    /// <summary>Reads the options of a file.</summary>
    public static Upsample Read(OptionReader options) =>
        new(options.Int32("factor", minimum: 1)) { IsBilinear = options.Boolean("bilinear", false) };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        if (Factor < 1)
        {
            throw new ShapeException($"expected a factor of at least 1, got {Factor}");
        }

        return inputs[0].Rank == 3
            ? new Shape(checked(inputs[0][0] * Factor), checked(inputs[0][1] * Factor), inputs[0][2])
            : throw new ShapeException($"expected an image [height, width, channels], got {inputs[0]}");
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => IsBilinear ? 6L * inputs[0].Length * Factor * Factor : 0;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new UpsampleOp(Factor, IsBilinear, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32("factor", Factor);
        writer.Boolean("bilinear", IsBilinear, false);
    }
}
