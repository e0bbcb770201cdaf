using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;

namespace SpanNet.Testing.Cases;

/// <summary>Convolutions as layers and as kernels.</summary>
public static class ConvolutionCases
{
    /// <summary>Those of <see cref="LayerCases"/>: strides, paddings, dilations, groups, odd sizes, few and many channels.</summary>
    public static IReadOnlyList<LayerCase> All { get; } =
    [
        new("conv2d 3x3", new Conv2D(4, 3), new Shape(5, 4, 3)),
        new("conv2d 3x3 same", new Conv2D(3, 3, Activation.ReLU) { Padding = Padding.Same }, new Shape(4, 5, 3)),
        new("conv2d 5x5 one channel", new Conv2D(8, 5) { Padding = 2 }, new Shape(3, 4, 1)),
        new("conv2d 1x2 17 channels", new Conv2D(3, new Size2D(1, 2)) { HasBias = false }, new Shape(1, 3, 17)),
        new("conv2d 2x1 to 33", new Conv2D(33, new Size2D(2, 1)), new Shape(3, 2, 2)),
        new("conv2d wide", new Conv2D(5, new Size2D(1, 3), Activation.Tanh), new Shape(1, 29, 2)),
        new("conv2d narrow", new Conv2D(6, new Size2D(3, 1)), new Shape(16, 1, 2)),
        new("conv2d stride 2", new Conv2D(5, 3) { Stride = 2, Padding = 1 }, new Shape(3, 4, 2)),
        new("conv2d stride 2 same", new Conv2D(4, 3, Activation.Gelu) { Stride = 2, Padding = Padding.Same }, new Shape(5, 4, 2)),
        new("conv2d stride 3 over 2", new Conv2D(3, 2) { Stride = 3 }, new Shape(7, 8, 2)),
        new("conv2d stride 2 x 1", new Conv2D(3, 3) { Stride = new Size2D(2, 1), Padding = Padding.Of(0, 1) }, new Shape(6, 5, 3)),
        new("conv2d sides", new Conv2D(4, 3) { Padding = Padding.Of(0, 1, 2, 3) }, new Shape(3, 4, 2)),
        new("conv2d mostly padding", new Conv2D(2, 5) { Padding = 4 }, new Shape(1, 2, 2)),
        new("conv2d dilation 2", new Conv2D(4, 3) { Dilation = 2, Padding = 2 }, new Shape(4, 5, 2)),
        new(
            "conv2d dilation 3 stride 2",
            new Conv2D(3, 2)
            {
                Dilation = 3,
                Stride = 2,
                Padding = 1,
            },
            new Shape(6, 5, 2)
        ),
        new(
            "conv2d dilation 2 stride 2",
            new Conv2D(3, 3)
            {
                Dilation = 2,
                Stride = 2,
                Padding = 2,
            },
            new Shape(6, 7, 2)
        ),
        new("conv2d groups 2", new Conv2D(6, 3, Activation.SiLU) { Groups = 2, Padding = 1 }, new Shape(4, 3, 4)),
        new("conv2d groups 3 stride 2", new Conv2D(6, 3) { Groups = 3, Stride = 2 }, new Shape(5, 7, 3)),
        new("conv2d groups of 18", new Conv2D(36, new Size2D(1, 2)) { Groups = 2 }, new Shape(1, 3, 4)),
        new("conv2d depthwise", new Conv2D(5, 3, Activation.ReLU) { Groups = 5, Padding = 1 }, new Shape(2, 8, 5)),
        new(
            "conv2d depthwise stride 2",
            new Conv2D(17, 3)
            {
                Groups = 17,
                Stride = 2,
                Padding = Padding.Same,
            },
            new Shape(3, 4, 17)
        ),
        new(
            "conv2d depthwise dilation 2",
            new Conv2D(4, 3)
            {
                Groups = 4,
                Dilation = 2,
                HasBias = false,
            },
            new Shape(5, 6, 4)
        ),
        new("conv2d 1x1", new Conv2D(7, 1, Activation.ReLU), new Shape(3, 4, 5)),
        new("conv2d 1x1 stride 2", new Conv2D(7, 1) { Stride = 2 }, new Shape(3, 4, 5)),
        new("conv2d to its own shape", new Conv2D(3, 3, Activation.Gelu) { Padding = 1 }, new Shape(3, 3, 3)),
        new("conv1d", new Conv1D(4, 3), new Shape(7, 3)),
        new("conv1d causal", new Conv1D(3, 2, Activation.Tanh) { Dilation = 3, Padding = Padding.Of(0, 3, 0, 0) }, new Shape(8, 3)),
        new(
            "conv1d stride 2",
            new Conv1D(4, 5)
            {
                Stride = 2,
                Padding = Padding.Same,
                Groups = 2,
            },
            new Shape(9, 2)
        ),
        new("conv-transpose2d 2x2 stride 2", new ConvTranspose2D(3, 2, Activation.ReLU) { Stride = 2 }, new Shape(3, 2, 4)),
        new(
            "conv-transpose2d 3x3 stride 2",
            new ConvTranspose2D(4, 3)
            {
                Stride = 2,
                Padding = 1,
                OutputPadding = 1,
            },
            new Shape(2, 3, 3)
        ),
        new("conv-transpose2d same", new ConvTranspose2D(2, 4, Activation.Gelu) { Stride = 2, Padding = Padding.Same }, new Shape(2, 3, 2)),
        new("conv-transpose2d 2x2 to 17", new ConvTranspose2D(17, 2) { HasBias = false }, new Shape(2, 2, 2)),
        new("conv-transpose2d 1x1", new ConvTranspose2D(4, 1), new Shape(3, 2, 3)),
        new("conv-transpose2d stride 3", new ConvTranspose2D(3, 2) { Stride = 3 }, new Shape(2, 3, 2)),
        new(
            "conv-transpose2d groups",
            new ConvTranspose2D(4, 3)
            {
                Groups = 2,
                Dilation = 2,
                Padding = 1,
            },
            new Shape(3, 3, 4)
        ),
        new("conv-transpose2d depthwise", new ConvTranspose2D(4, 3) { Groups = 4, Stride = 2 }, new Shape(3, 3, 4)),
    ];

    /// <summary>
    /// Those of the comparison: the products that training lenet and cnn-m needs, at batch 64. Nobody asks for the gradient of the pictures.
    /// </summary>
    public static IReadOnlyList<ConvolutionCase> Peers { get; } =
    [
        .. from layer in ((int Kernel, int Channels, int Outputs, int Size)[])
            [(5, 1, 8, 28), (5, 8, 16, 14), (3, 3, 32, 32), (3, 32, 64, 16), (3, 64, 128, 8)]
        from form in Enum.GetValues<GemmForm>()
        where form != GemmForm.InputGradient || layer.Channels > 3
        select new ConvolutionCase(form, layer.Kernel, layer.Channels, layer.Outputs, layer.Size, 64),
    ];
}
