using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;

namespace SpanNet.Models;

/// <summary>Plain chains of convolutions.</summary>
internal static class ConvolutionalNetwork
{
    /// <summary>Two convolutions 5×5, each with ReLU and a pool, then dense: after LeCun et al. 1998.</summary>
    public static Graph LeNet(Shape input, int outputs) =>
        Graph.Sequential(
            input,
            new Conv2D(8, 5, Activation.ReLU) { Padding = Padding.Same },
            new MaxPool2D(2),
            new Conv2D(16, 5, Activation.ReLU) { Padding = Padding.Same },
            new MaxPool2D(2),
            new Flatten(),
            new Dense(outputs)
        );

    /// <summary>Three blocks of a convolution 3×3, batch normalization and ReLU, with pools between, then dense.</summary>
    public static Graph Blocks(Shape input, int outputs) =>
        Graph.Sequential(
            input,
            [.. Block(32), new MaxPool2D(2), .. Block(64), new MaxPool2D(2), .. Block(128), new Flatten(), new Dense(outputs)]
        );

    private static Layer[] Block(int channels) =>
        [new Conv2D(channels, 3) { Padding = Padding.Same }, new BatchNorm(), new Activate(Activation.ReLU)];
}
