using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;

namespace SpanNet.Models;

/// <summary>
/// Images squeezed into a code of 32 numbers and drawn from it again: two convolutions that halve the image, dense, and the same backwards.
/// </summary>
internal static class Autoencoder
{
    private const int Code = 32;

    /// <summary>The network; its output has the shape of its input.</summary>
    /// <exception cref="ShapeException">The input is no image of sides that 4 divides, or other outputs are asked for.</exception>
    public static Graph Build(Shape input, int outputs)
    {
        if (input.Rank != 3 || input[0] % 4 != 0 || input[1] % 4 != 0)
        {
            throw new ShapeException($"autoencoder: expected an image [height, width, channels] of sides that 4 divides, got {input}");
        }

        if (outputs != input.Length)
        {
            throw new ShapeException($"autoencoder: expected as many outputs as inputs, {input.Length}, got {outputs}");
        }

        var small = new Shape(input[0] / 4, input[1] / 4, 32);
        return Graph.Sequential(
            input,
            new Conv2D(16, 3, Activation.ReLU) { Stride = 2, Padding = Padding.Same },
            new Conv2D(32, 3, Activation.ReLU) { Stride = 2, Padding = Padding.Same },
            new Flatten(),
            new Dense(Code) { Name = "code" },
            new Dense(small.Length, Activation.ReLU),
            new Reshape(small),
            new ConvTranspose2D(16, 4, Activation.ReLU) { Stride = 2, Padding = Padding.Same },
            new ConvTranspose2D(input[2], 4) { Stride = 2, Padding = Padding.Same }
        );
    }
}
