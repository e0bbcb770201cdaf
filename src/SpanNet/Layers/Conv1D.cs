using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Convolution;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// Filters over sequences [length, channels]: a convolution of images of one row. Parameters: weight [outputs, channels / groups,
/// kernel] as in PyTorch, bias [outputs].
/// </summary>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="Kernel">Length of a filter.</param>
public sealed record Conv1D(int Outputs, int Kernel) : FilterLayer(Outputs)
{
    /// <summary>A convolution followed by <paramref name="activation"/>.</summary>
    public Conv1D(int outputs, int kernel, Activation activation)
        : this(outputs, kernel) => Activation = activation;

    /// <summary>Places from one result to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>The zeros before and after: <see cref="Padding.Left"/> and <see cref="Padding.Right"/>.</summary>
    public Padding Padding { get; init; }

    /// <summary>Places from one number of a filter to the next.</summary>
    public int Dilation { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => "conv1d";

    /// <summary>Reads the options of a file.</summary>
    public static Conv1D Read(OptionReader options) =>
        new(options.Int32("outputs", minimum: 1), options.Int32("kernel", minimum: 1))
        {
            Stride = options.Int32("stride", 1, minimum: 1),
            Padding = WindowOptions.Padding1D(options, "padding"),
            Dilation = options.Int32("dilation", 1, minimum: 1),
            Groups = options.Int32("groups", 1, minimum: 1),
            Activation = LayerCatalog.Activations.Option(options, "activation"),
            HasBias = options.Boolean("bias", true),
            Initializer = InitializerCatalog.All.Option(options, "initializer"),
            BiasInitializer = InitializerCatalog.All.Option(options, "bias-initializer"),
            Regularization = Regularization.Read(options),
        };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => new(Convolution(inputs[0]).OutputWidth, Outputs);

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new Conv2DOp(Convolution(context.Inputs[0]), Activation, HasBias, context);

    /// <inheritdoc/>
    public override Layer? Absorb(Layer consumer, Shape between, PlanMode mode) =>
        base.Absorb(consumer, between, mode) ?? (Activation is null ? new FusedConvolution(this).Absorb(consumer, between, mode) : null);

    private protected override Shape Filters(Shape input) => new(Outputs, input[^1] / Groups, Kernel);

    private protected override void WriteWindow(OptionWriter writer)
    {
        writer.Int32("kernel", Kernel);
        writer.Int32("stride", Stride, 1);
        WindowOptions.Write1D(writer, "padding", Padding);
        writer.Int32("dilation", Dilation, 1);
    }

    private protected override ConvolutionShape Describe(Shape input)
    {
        RequireRank(input, 2, "[length, channels]");
        (int left, int right) = Padding.Columns(input[0], (Dilation * (Kernel - 1)) + 1, Stride);
        return new ConvolutionShape
        {
            Height = 1,
            Width = input[0],
            Channels = input[1],
            Outputs = Outputs,
            KernelHeight = 1,
            KernelWidth = Kernel,
            StrideWidth = Stride,
            DilationWidth = Dilation,
            Left = left,
            Right = right,
            Groups = Groups,
        };
    }
}
