using SpanNet.Graphs;
using SpanNet.Kernels.Pooling;

namespace SpanNet.Layers;

/// <summary>What poolings have in common: windows over images [height, width, channels], every channel on its own.</summary>
public abstract record PoolLayer : Layer
{
    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Pooling pooling = Pooling(inputs[0]);
        return new Shape(pooling.Rows.Count, pooling.Columns.Count, pooling.Channels);
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs)
    {
        Pooling pooling = Pooling(inputs[0]);
        return (long)Places(pooling.Rows) * Places(pooling.Columns) * pooling.Channels;
    }

    /// <summary>The windows over such an image.</summary>
    /// <exception cref="ArgumentException">There are none; the message says why.</exception>
    private protected abstract Pooling Windows(Shape input);

    /// <summary>The windows over such an input.</summary>
    /// <exception cref="ShapeException">It does not fit.</exception>
    internal Pooling Pooling(Shape input)
    {
        if (input.Rank != 3)
        {
            throw new ShapeException($"expected an input [height, width, channels], got {input}");
        }

        try
        {
            return Windows(input);
        }
        catch (ArgumentException exception)
        {
            throw new ShapeException(exception.Message, exception);
        }
    }

    /// <summary>Windows of <paramref name="window"/>, <paramref name="stride"/> apart.</summary>
    private protected static (PoolAxis Rows, PoolAxis Columns) Slide(Shape input, Size2D window, Size2D stride, Padding padding)
    {
        (int top, int bottom) = padding.Rows(input[0], window.Height, stride.Height);
        (int left, int right) = padding.Columns(input[1], window.Width, stride.Width);
        return (
            PoolAxis.Sliding(input[0], window.Height, stride.Height, top, bottom),
            PoolAxis.Sliding(input[1], window.Width, stride.Width, left, right)
        );
    }

    private static int Places(PoolAxis axis) => Enumerable.Range(0, axis.Count).Sum(i => axis.End(i) - axis.Start(i));
}
