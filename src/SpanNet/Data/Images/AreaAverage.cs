namespace SpanNet.Data;

/// <summary>
/// Resizing in which each new pixel is the mean of the area that it covers, parts of pixels counting by their part. Separable:
/// first along the rows, then along the columns.
/// </summary>
internal static class AreaAverage
{
    /// <summary>The part <paramref name="box"/> of a picture, made <paramref name="width"/> × <paramref name="height"/>.</summary>
    public static float[] Resize(ReadOnlySpan<float> pixels, int stride, InkBox box, int width, int height)
    {
        float[] narrow = new float[box.Height * width];
        for (int y = 0; y < box.Height; y++)
        {
            ReadOnlySpan<float> row = pixels.Slice(((box.Y + y) * stride) + box.X, box.Width);
            for (int x = 0; x < width; x++)
            {
                narrow[(y * width) + x] = Mean(row, 1, (double)box.Width / width * x, (double)box.Width / width * (x + 1));
            }
        }

        float[] result = new float[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                result[(y * width) + x] = Mean(
                    narrow.AsSpan(x),
                    width,
                    (double)box.Height / height * y,
                    (double)box.Height / height * (y + 1)
                );
            }
        }

        return result;
    }

    // The mean over [from, to) of the step function whose value on [i, i + 1) is pixels[i · stride].
    private static float Mean(ReadOnlySpan<float> pixels, int stride, double from, double to)
    {
        double sum = 0;
        int count = (pixels.Length + stride - 1) / stride;
        for (int i = (int)from; i < to && i < count; i++)
        {
            sum += pixels[i * stride] * (Math.Min(to, i + 1) - Math.Max(from, i));
        }

        return (float)(sum / (to - from));
    }
}
