using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Reference.Layers;

namespace SpanNet.Testing.Cases;

/// <summary>What convolutions should compute, in double.</summary>
internal static class ConvolutionReferences
{
    /// <summary>The reference of a convolution of such inputs.</summary>
    public static ReferenceLayer Of(FilterLayer layer, Shape input)
    {
        ActivationCase f = LayerReferences.Function(layer.Activation);
        return layer switch
        {
            Conv2D c => new ConvolutionReference(input.Extents.ToArray(), Pair(c.Kernel), c.Outputs, f.Value, f.Derivative)
            {
                Stride = Pair(c.Stride),
                Dilation = Pair(c.Dilation),
                Padding = Sides(c.Padding, input, c.Kernel, c.Stride, c.Dilation),
                Groups = c.Groups,
            },
            Conv1D c => new ConvolutionReference([1, input[0], input[1]], [1, c.Kernel], c.Outputs, f.Value, f.Derivative)
            {
                Stride = [1, c.Stride],
                Dilation = [1, c.Dilation],
                Padding = OneRow(
                    Sides(c.Padding, new Shape(1, input[0], 1), new Size2D(1, c.Kernel), new Size2D(1, c.Stride), new Size2D(1, c.Dilation))
                ),
                Groups = c.Groups,
            },
            ConvTranspose2D c => Transposed(c, input, f),
            _ => throw new NotSupportedException($"No reference for layer '{layer.Kind}'."),
        };
    }

    /// <summary>Top, left, bottom, right; "same" by its definition: ⌈size / stride⌉ results.</summary>
    public static int[] Sides(Padding padding, Shape input, Size2D window, Size2D stride, Size2D dilation)
    {
        if (!padding.IsSame)
        {
            return [padding.Top, padding.Left, padding.Bottom, padding.Right];
        }

        int rows = Border(input[0], window.Height, stride.Height, dilation.Height);
        int columns = Border(input[1], window.Width, stride.Width, dilation.Width);
        return [rows / 2, columns / 2, rows - (rows / 2), columns - (columns / 2)];
    }

    private static int Border(int size, int window, int stride, int dilation)
    {
        int border = 0;
        while ((size + border - (dilation * (window - 1)) - 1) < ((int)Math.Ceiling(size / (double)stride) - 1) * stride)
        {
            border++;
        }

        return border;
    }

    private static ConvolutionTransposeReference Transposed(ConvTranspose2D c, Shape input, ActivationCase f)
    {
        int[] Axis(int size, int kernel, int stride, int dilation, int before, int after, int more)
        {
            int full = ((size - 1) * stride) + (dilation * (kernel - 1)) + 1;
            int cut = full - (size * stride);
            return c.Padding.IsSame ? [cut / 2, size * stride] : [before, full - before - after + more];
        }

        Padding p = c.Padding;
        int[] rows = Axis(input[0], c.Kernel.Height, c.Stride.Height, c.Dilation.Height, p.Top, p.Bottom, c.OutputPadding.Height);
        int[] columns = Axis(input[1], c.Kernel.Width, c.Stride.Width, c.Dilation.Width, p.Left, p.Right, c.OutputPadding.Width);
        return new ConvolutionTransposeReference(
            input.Extents.ToArray(),
            Pair(c.Kernel),
            [rows[1], columns[1], c.Outputs],
            f.Value,
            f.Derivative
        )
        {
            Stride = Pair(c.Stride),
            Dilation = Pair(c.Dilation),
            Padding = [rows[0], columns[0]],
            Groups = c.Groups,
        };
    }

    private static int[] Pair(Size2D size) => [size.Height, size.Width];

    private static int[] OneRow(int[] sides) => [0, sides[1], 0, sides[3]];
}
