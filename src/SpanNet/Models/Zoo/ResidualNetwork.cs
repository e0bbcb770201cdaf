using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;

namespace SpanNet.Models;

/// <summary>
/// Residual networks for small images: a convolution 3×3, then three stages of 16, 32 and 64 channels, each of some blocks of two
/// convolutions, then the average over the image and dense: 6 · blocks + 2 layers. Where the size changes, the residual goes through a
/// convolution 1×1. He et al., Deep Residual Learning for Image Recognition, 2016, section 4.2.
/// </summary>
internal static class ResidualNetwork
{
    /// <summary>The network with so many blocks in each stage.</summary>
    public static Graph Build(Shape input, int outputs, int blocks)
    {
        var builder = new GraphBuilder();
        Node node = Normalized(builder, builder.Input(input), 16, 3, 1);
        node = builder.Add(new Activate(Activation.ReLU), node);
        foreach (int channels in (ReadOnlySpan<int>)[16, 32, 64])
        {
            for (int i = 0; i < blocks; i++)
            {
                node = Block(builder, node, channels, i == 0 && channels > 16 ? 2 : 1);
            }
        }

        return builder.Build(builder.Add(new Dense(outputs), builder.Add(new GlobalAvgPool(), node)));
    }

    /// <summary>y = ReLU(x + F(x)) with F two convolutions.</summary>
    private static Node Block(GraphBuilder builder, Node x, int channels, int stride)
    {
        Node inner = builder.Add(new Activate(Activation.ReLU), Normalized(builder, x, channels, 3, stride));
        Node residual = Normalized(builder, inner, channels, 3, 1);
        Node shortcut = x.Shape[^1] == channels && stride == 1 ? x : Normalized(builder, x, channels, 1, stride);
        return builder.Add(new Activate(Activation.ReLU), builder.Add(new Sum(), residual, shortcut));
    }

    private static Node Normalized(GraphBuilder builder, Node x, int channels, int kernel, int stride)
    {
        var convolution = new Conv2D(channels, kernel)
        {
            Stride = stride,
            Padding = Padding.Same,
            HasBias = false,
            Initializer = new HeNormal(),
        };
        return builder.Add(new BatchNorm(), builder.Add(convolution, x));
    }
}
