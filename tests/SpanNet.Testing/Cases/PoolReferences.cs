using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Reference.Layers;

namespace SpanNet.Testing.Cases;

/// <summary>What poolings should compute, in double.</summary>
internal static class PoolReferences
{
    /// <summary>The reference of a pooling of such inputs.</summary>
    public static PoolReference Of(PoolLayer layer, Shape input) =>
        layer switch
        {
            MaxPool2D m => Sliding(input, m.Window, m.Stride ?? m.Window, m.Padding, isMaximum: true, 0),
            AvgPool2D a => Sliding(
                input,
                a.Window,
                a.Stride ?? a.Window,
                a.Padding,
                isMaximum: false,
                a.CountsPadding ? a.Window.Height * a.Window.Width : 0
            ),
            AdaptiveAvgPool2D a => Even(input, a.Output, isMaximum: false),
            GlobalAvgPool => Even(input, 1, isMaximum: false),
            GlobalMaxPool => Even(input, 1, isMaximum: true),
            _ => throw new NotSupportedException($"No reference for layer '{layer.Kind}'."),
        };

    private static PoolReference Even(Shape input, Size2D output, bool isMaximum) =>
        new(
            input.Extents.ToArray(),
            PoolReference.Adaptive(input[0], output.Height),
            PoolReference.Adaptive(input[1], output.Width),
            isMaximum
        );

    private static PoolReference Sliding(Shape input, Size2D window, Size2D stride, Padding padding, bool isMaximum, int divisor)
    {
        int[] sides = ConvolutionReferences.Sides(padding, input, window, stride, 1);
        return new PoolReference(
            input.Extents.ToArray(),
            PoolReference.Sliding(input[0], window.Height, stride.Height, sides[0], sides[2]),
            PoolReference.Sliding(input[1], window.Width, stride.Width, sides[1], sides[3]),
            isMaximum,
            divisor
        );
    }
}
