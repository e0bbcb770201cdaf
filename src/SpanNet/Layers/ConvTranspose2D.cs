using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Convolution;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// The transpose of a convolution: every pixel of [height, width, channels] spreads its filters over a larger image. Parameters:
/// weight [channels, outputs / groups, kernel height, kernel width] as in PyTorch, bias [outputs].
/// </summary>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="Kernel">Rows and columns of a filter.</param>
public sealed record ConvTranspose2D(int Outputs, Size2D Kernel) : FilterLayer(Outputs)
{
    /// <summary>A transposed convolution followed by <paramref name="activation"/>.</summary>
    public ConvTranspose2D(int outputs, Size2D kernel, Activation activation)
        : this(outputs, kernel) => Activation = activation;

    /// <summary>Rows and columns of the result from one pixel's filter to the next one's.</summary>
    public Size2D Stride { get; init; } = 1;

    /// <summary>Rows and columns that are cut off the result; <see cref="Padding.Same"/> makes it stride times the input.</summary>
    public Padding Padding { get; init; }

    /// <summary>Rows and columns added at the end of the result: of several sizes that one convolution maps to this input, which.</summary>
    public Size2D OutputPadding { get; init; }

    /// <summary>Rows and columns from one number of a filter to the next.</summary>
    public Size2D Dilation { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => "conv-transpose2d";

    /// <summary>Reads the options of a file.</summary>
    public static ConvTranspose2D Read(OptionReader options) =>
        new(options.Int32("outputs", minimum: 1), WindowOptions.Size(options, "kernel"))
        {
            Stride = WindowOptions.Size(options, "stride", 1),
            Padding = WindowOptions.Padding(options, "padding"),
            OutputPadding = WindowOptions.Size(options, "output-padding", 0, minimum: 0),
            Dilation = WindowOptions.Size(options, "dilation", 1),
            Groups = options.Int32("groups", 1, minimum: 1),
            Activation = LayerCatalog.Activations.Option(options, "activation"),
            HasBias = options.Boolean("bias", true),
            Initializer = InitializerCatalog.All.Option(options, "initializer"),
            BiasInitializer = InitializerCatalog.All.Option(options, "bias-initializer"),
            Regularization = Regularization.Read(options),
        };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        ConvolutionShape shape = Convolution(inputs[0]);
        return new Shape(shape.Height, shape.Width, Outputs);
    }

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) =>
        new ConvTranspose2DOp(Convolution(context.Inputs[0]), Activation, HasBias, context);

    private protected override int TransposedGroups => Groups;

    private protected override Shape Filters(Shape input) => new(input[^1], Outputs / Groups, Kernel.Height, Kernel.Width);

    private protected override void WriteWindow(OptionWriter writer)
    {
        WindowOptions.Write(writer, "kernel", Kernel);
        WindowOptions.Write(writer, "stride", Stride, 1);
        WindowOptions.Write(writer, "padding", Padding);
        WindowOptions.Write(writer, "output-padding", OutputPadding, 0);
        WindowOptions.Write(writer, "dilation", Dilation, 1);
    }

    /// <summary>The convolution whose transpose this is: its image is our result, its result our image.</summary>
    private protected override ConvolutionShape Describe(Shape input)
    {
        RequireRank(input, 3, "[height, width, channels]");
        if (
            OutputPadding.Height >= Math.Max(Stride.Height, Dilation.Height)
            || OutputPadding.Width >= Math.Max(Stride.Width, Dilation.Width)
        )
        {
            throw new ShapeException($"expected an output padding below the stride or the dilation, got {OutputPadding}");
        }

        int spanHeight = (Dilation.Height * (Kernel.Height - 1)) + 1;
        int spanWidth = (Dilation.Width * (Kernel.Width - 1)) + 1;
        (int top, int bottom) = Padding.IsSame ? Cut(spanHeight, Stride.Height) : (Padding.Top, Padding.Bottom);
        (int left, int right) = Padding.IsSame ? Cut(spanWidth, Stride.Width) : (Padding.Left, Padding.Right);
        int height = ((input[0] - 1) * Stride.Height) + spanHeight - top - bottom + OutputPadding.Height;
        int width = ((input[1] - 1) * Stride.Width) + spanWidth - left - right + OutputPadding.Width;
        if (height < 1 || width < 1)
        {
            throw new ShapeException($"expected a padding that leaves something of the result, got one that leaves {height} × {width}");
        }

        return new ConvolutionShape
        {
            Height = height,
            Width = width,
            Channels = Outputs,
            Outputs = input[2],
            KernelHeight = Kernel.Height,
            KernelWidth = Kernel.Width,
            StrideHeight = Stride.Height,
            StrideWidth = Stride.Width,
            DilationHeight = Dilation.Height,
            DilationWidth = Dilation.Width,
            Top = top,
            Bottom = bottom,
            Left = left,
            Right = right,
            Groups = Groups,
        };
    }

    private static (int Before, int After) Cut(int span, int stride)
    {
        int border = span - stride;
        return border >= 0
            ? (border / 2, border - (border / 2))
            : throw new ShapeException(
                $"expected a kernel that covers at least the stride of {stride} for 'same' padding, got one that covers {span}"
            );
    }
}
