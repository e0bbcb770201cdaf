using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Models;

namespace SpanNet.Tests.Layers;

/// <summary>Shapes of convolutions and poolings, and what is said of those that do not fit.</summary>
public sealed class ImageShapeTests
{
    public static TheoryData<Layer, int[], string> Impossible =>
        new()
        {
            { new Conv2D(4, 3), [5, 5], "Layer 'conv2d' (conv2d): expected an input [height, width, channels], got [5, 5]" },
            { new Conv1D(4, 3), [5], "Layer 'conv1d' (conv1d): expected an input [length, channels], got [5]" },
            {
                new Conv2D(4, 7) { Padding = 1, Name = "first" },
                [4, 9, 2],
                "Layer 'first' (conv2d): expected a kernel that fits into the padded input of 6 × 11, got one that covers 7 × 7"
            },
            {
                new Conv2D(4, 3) { Groups = 2 },
                [5, 5, 3],
                "Layer 'conv2d' (conv2d): expected groups that divide 3 channels and 4 outputs, got 2"
            },
            {
                new ConvTranspose2D(3, 3) { Groups = 2 },
                [5, 5, 4],
                "Layer 'conv-transpose2d' (conv-transpose2d): expected groups that divide 4 channels and 3 outputs, got 2"
            },
            {
                new ConvTranspose2D(3, 2) { Padding = 3 },
                [2, 2, 4],
                "Layer 'conv-transpose2d' (conv-transpose2d): expected a padding that leaves something of the result, got one that leaves -3 × -3"
            },
            {
                new ConvTranspose2D(3, 2) { Stride = 2, OutputPadding = 2 },
                [2, 2, 4],
                "Layer 'conv-transpose2d' (conv-transpose2d): expected an output padding below the stride or the dilation, got 2 × 2"
            },
            { new MaxPool2D(2), [5], "Layer 'max-pool2d' (max-pool2d): expected an input [height, width, channels], got [5]" },
            {
                new MaxPool2D(4),
                [3, 5, 1],
                "Layer 'max-pool2d' (max-pool2d): expected a window that fits into the padded input of 3, got one of 4"
            },
            {
                new AvgPool2D(2) { Padding = 2 },
                [5, 5, 1],
                "Layer 'avg-pool2d' (avg-pool2d): expected a padding below the window of 2, got 2"
            },
            { new AdaptiveAvgPool2D(0), [5, 5, 1], "Layer 'adaptive-avg-pool2d' (adaptive-avg-pool2d): expected at least 1 result, got 0" },
        };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void WhatDoesNotFitIsSaidWithTheLayersName(Layer layer, int[] input, string message)
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(input));
        Assert.Equal(message, Assert.Throws<ShapeException>(() => builder.Add(layer, x)).Message);
    }

    [Fact]
    public void ShapesParametersAndFlopsFollowFromTheOptions()
    {
        Shape[] image = [new Shape(9, 8, 4)];
        var layer = new Conv2D(6, new Size2D(3, 2))
        {
            Stride = 2,
            Padding = Padding.Of(1, 0),
            Groups = 2,
        };
        Assert.Equal(new Shape(5, 4, 6), layer.Infer(image));
        Assert.Equal([new Shape(6, 2, 3, 2), new Shape([6])], layer.Parameters(image).Select(parameter => parameter.Shape));
        Assert.Equal(2L * 5 * 4 * 6 * 2 * 6, layer.Flops(image));
        Assert.Equal(new Shape(18, 16, 5), new ConvTranspose2D(5, 4) { Stride = 2, Padding = Padding.Same }.Infer(image));
        Assert.Equal(new Shape(3, 3, 4), new MaxPool2D(3) { Stride = 3, Padding = Padding.Same }.Infer(image));
        Assert.Equal(new Shape([4]), new GlobalAvgPool().Infer(image));
    }

    [Fact]
    public void LenetIsTheNetworkThatThePeersRun()
    {
        Graph graph = ZooCatalog.Get("lenet").Build();
        Assert.Equal(
            ["[28, 28, 1]", "[28, 28, 8]", "[14, 14, 8]", "[14, 14, 16]", "[7, 7, 16]", "[784]", "[10]"],
            graph.Nodes.Select(node => node.Shape.ToString())
        );
        long flops = graph.Nodes.Sum(node => node.Layer?.Flops(node.InputShapes.AsSpan()) ?? 0);
        const long products = 2 * ((28 * 28 * 25 * 8) + (14 * 14 * 25 * 8 * 16) + (784 * 10));
        const long windows = (28 * 28 * 8) + (14 * 14 * 16);
        Assert.Equal(products + windows, flops);
    }
}
