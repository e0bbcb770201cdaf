namespace SpanNet.Data;

/// <summary>The smallest rectangle that holds all ink of a picture.</summary>
internal readonly record struct InkBox(int X, int Y, int Width, int Height)
{
    /// <summary>The box of the pixels above <paramref name="threshold"/>; at least one pixel must be.</summary>
    public static InkBox Find(ReadOnlySpan<float> pixels, int width, float threshold)
    {
        (int left, int right, int top, int bottom) = (int.MaxValue, -1, int.MaxValue, -1);
        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] > threshold)
            {
                left = Math.Min(left, i % width);
                right = Math.Max(right, i % width);
                top = Math.Min(top, i / width);
                bottom = i / width;
            }
        }

        return new InkBox(left, top, right - left + 1, bottom - top + 1);
    }
}
