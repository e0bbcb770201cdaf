using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Pooling;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>The largest number of every window; the border never counts. The gradient goes to the first of several equal ones.</summary>
/// <param name="Window">Rows and columns of a window.</param>
public sealed record MaxPool2D(Size2D Window) : PoolLayer
{
    /// <summary>Rows and columns from one window to the next; null: the window's own, so that windows lie side by side.</summary>
    public Size2D? Stride { get; init; }

    /// <summary>The border, smaller than the window.</summary>
    public Padding Padding { get; init; }

    /// <inheritdoc/>
    public override string Kind => "max-pool2d";

    /// <summary>Reads the options of a file.</summary>
    public static MaxPool2D Read(OptionReader options)
    {
        Size2D window = WindowOptions.Size(options, "window");
        Size2D stride = WindowOptions.Size(options, "stride", window);
        return new(window) { Stride = stride == window ? null : stride, Padding = WindowOptions.Padding(options, "padding") };
    }

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new MaxPool2DOp(Pooling(context.Inputs[0]));

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        WindowOptions.Write(writer, "window", Window);
        WindowOptions.Write(writer, "stride", Stride ?? Window, Window);
        WindowOptions.Write(writer, "padding", Padding);
    }

    private protected override Pooling Windows(Shape input)
    {
        (PoolAxis rows, PoolAxis columns) = Slide(input, Window, Stride ?? Window, Padding);
        return new Pooling(rows, columns, input[2]);
    }
}
