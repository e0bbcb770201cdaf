using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Data;

/// <summary>
/// Sets a square of each image to 0, its centre anywhere in the image, cut off at the edges. DeVries and Taylor 2017.
/// </summary>
/// <param name="size">Side of the square in pixels, at least 1.</param>
public sealed class CutOut(int size) : BatchChange
{
    /// <summary>Side of the square in pixels.</summary>
    public int Size { get; } =
        size >= 1 ? size : throw new ArgumentOutOfRangeException(nameof(size), size, "A square has a side of at least 1 pixel.");

    /// <inheritdoc/>
    public override void Check(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.InputShape.Length != 3)
        {
            throw new ArgumentException($"{data}: cut-out needs images [height, width, channels].", nameof(data));
        }
    }

    /// <inheritdoc/>
    public override void Apply(Dataset data, Span<float> inputs, Span<float> targets, int rows, Span<float> scratch, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(data);
        (int height, int width, int channels) = (data.InputShape[0], data.InputShape[1], data.InputShape[2]);
        Span<float> centre = stackalloc float[2];
        for (int row = 0; row < rows; row++)
        {
            random.Uniform(centre, 2UL * (ulong)row);
            int top = (int)(centre[0] * height) - (Size / 2);
            int left = (int)(centre[1] * width) - (Size / 2);
            int first = Math.Max(left, 0);
            int length = Math.Min(left + Size, width) - first;
            Span<float> image = inputs.Slice(row * data.InputLength, data.InputLength);
            for (int y = Math.Max(top, 0); y < Math.Min(top + Size, height); y++)
            {
                image.Slice(((y * width) + first) * channels, length * channels).Clear();
            }
        }
    }
}
