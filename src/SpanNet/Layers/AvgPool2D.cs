using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Pooling;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The average of every window.</summary>
/// <param name="Window">Rows and columns of a window.</param>
public sealed record AvgPool2D(Size2D Window) : PoolLayer
{
    /// <summary>Rows and columns from one window to the next; null: the window's own, so that windows lie side by side.</summary>
    public Size2D? Stride { get; init; }

    /// <summary>The border of zeros, smaller than the window.</summary>
    public Padding Padding { get; init; }

    /// <summary>True: the zeros of the border count as numbers, as in PyTorch. False: averages are over the image alone.</summary>
    public bool CountsPadding { get; init; } = true;

    /// <inheritdoc/>
    public override string Kind => "avg-pool2d";

    /// <summary>Reads the options of a file.</summary>
    public static AvgPool2D Read(OptionReader options)
    {
        Size2D window = WindowOptions.Size(options, "window");
        Size2D stride = WindowOptions.Size(options, "stride", window);
        return new(window)
        {
            Stride = stride == window ? null : stride,
            Padding = WindowOptions.Padding(options, "padding"),
            CountsPadding = options.Boolean("counts-padding", true),
        };
    }

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new AvgPool2DOp(Pooling(context.Inputs[0]));

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        WindowOptions.Write(writer, "window", Window);
        WindowOptions.Write(writer, "stride", Stride ?? Window, Window);
        WindowOptions.Write(writer, "padding", Padding);
        writer.Boolean("counts-padding", CountsPadding, true);
    }

    private protected override Pooling Windows(Shape input)
    {
        (PoolAxis rows, PoolAxis columns) = Slide(input, Window, Stride ?? Window, Padding);
        return new Pooling(rows, columns, input[2], CountsPadding ? Window.Height * Window.Width : 0);
    }
}
