using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;

namespace SpanNet.Models;

/// <summary>
/// Convolutions 3×3 by channel and 1×1 across channels in turn, each with batch normalization and ReLU, then the average over the image and
/// dense: far fewer weights than full convolutions. Howard et al., MobileNets, 2017, made small.
/// </summary>
internal static class DepthwiseNetwork
{
    // Channels after each pair, and the step of its convolution by channel.
    private static readonly (int Channels, int Stride)[] pairs = [(32, 1), (64, 2), (64, 1), (128, 2), (128, 1)];

    /// <summary>The network.</summary>
    public static Graph Build(Shape input, int outputs)
    {
        var layers = new List<Layer>(Step(new Conv2D(16, 3)));
        int channels = 16;
        foreach ((int next, int stride) in pairs)
        {
            layers.AddRange(Step(new Conv2D(channels, 3) { Groups = channels, Stride = stride }));
            layers.AddRange(Step(new Conv2D(next, 1)));
            channels = next;
        }

        return Graph.Sequential(input, [.. layers, new GlobalAvgPool(), new Dense(outputs)]);
    }

    private static Layer[] Step(Conv2D convolution) =>
        [
            convolution with
            {
                Padding = Padding.Same,
                HasBias = false,
                Initializer = new HeNormal(),
            },
            new BatchNorm(),
            new Activate(Activation.ReLU),
        ];
}
