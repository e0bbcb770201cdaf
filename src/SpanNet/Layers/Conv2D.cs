using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Convolution;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// Filters over images [height, width, channels]: y = f(x ∗ w + b). Parameters: weight [outputs, channels / groups, kernel height,
/// kernel width] as in PyTorch, bias [outputs].
/// </summary>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="Kernel">Rows and columns of a filter.</param>
public sealed record Conv2D(int Outputs, Size2D Kernel) : FilterLayer(Outputs)
{
    /// <summary>A convolution followed by <paramref name="activation"/>.</summary>
    public Conv2D(int outputs, Size2D kernel, Activation activation)
        : this(outputs, kernel) => Activation = activation;

    /// <summary>Rows and columns from one result to the next.</summary>
    public Size2D Stride { get; init; } = 1;

    /// <summary>The border of zeros.</summary>
    public Padding Padding { get; init; }

    /// <summary>Rows and columns from one number of a filter to the next.</summary>
    public Size2D Dilation { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => "conv2d";

    /// <summary>Reads the options of a file.</summary>
    public static Conv2D Read(OptionReader options) =>
        new(options.Int32("outputs", minimum: 1), WindowOptions.Size(options, "kernel"))
        {
            Stride = WindowOptions.Size(options, "stride", 1),
            Padding = WindowOptions.Padding(options, "padding"),
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
        return new Shape(shape.OutputHeight, shape.OutputWidth, Outputs);
    }

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new Conv2DOp(Convolution(context.Inputs[0]), Activation, HasBias, context);

    /// <inheritdoc/>
    public override Layer? Absorb(Layer consumer, Shape between, PlanMode mode) =>
        base.Absorb(consumer, between, mode) ?? (Activation is null ? new FusedConvolution(this).Absorb(consumer, between, mode) : null);

    private protected override Shape Filters(Shape input) => new(Outputs, input[^1] / Groups, Kernel.Height, Kernel.Width);

    private protected override void WriteWindow(OptionWriter writer)
    {
        WindowOptions.Write(writer, "kernel", Kernel);
        WindowOptions.Write(writer, "stride", Stride, 1);
        WindowOptions.Write(writer, "padding", Padding);
        WindowOptions.Write(writer, "dilation", Dilation, 1);
    }

    private protected override ConvolutionShape Describe(Shape input)
    {
        RequireRank(input, 3, "[height, width, channels]");
        (int top, int bottom) = Padding.Rows(input[0], (Dilation.Height * (Kernel.Height - 1)) + 1, Stride.Height);
        (int left, int right) = Padding.Columns(input[1], (Dilation.Width * (Kernel.Width - 1)) + 1, Stride.Width);
        return new ConvolutionShape
        {
            Height = input[0],
            Width = input[1],
            Channels = input[2],
            Outputs = Outputs,
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
}
