namespace SpanNet.Kernels.Convolution;

/// <summary>
/// An image [height, width, channels] with zeros around it, as chains read it: copied with its border into scratch, or in place where
/// there is no border. Made at plan time.
/// </summary>
internal sealed class PaddedImage
{
    private readonly int copiedHeight;
    private readonly int copiedWidth;

    /// <summary>The image from row −top and column −left on, so far that it has the given extents.</summary>
    public PaddedImage(int height, int width, int channels, int top, int left, int paddedHeight, int paddedWidth)
    {
        Top = top;
        Left = left;
        Height = height;
        Width = width;
        Channels = channels;
        SourceRow = width * channels;
        SourceLength = height * SourceRow;
        IsCopied = top > 0 || left > 0 || paddedHeight > height || paddedWidth > width;
        copiedHeight = Math.Clamp(paddedHeight - top, 0, height);
        copiedWidth = Math.Clamp(paddedWidth - left, 0, width);
        RowLength = IsCopied ? checked(paddedWidth * channels) : SourceRow;
        Length = IsCopied ? checked(paddedHeight * RowLength) : SourceLength;
    }

    /// <summary>Rows of zeros above the image.</summary>
    public int Top { get; }

    /// <summary>Columns of zeros left of the image.</summary>
    public int Left { get; }

    /// <summary>Rows of the image without border.</summary>
    public int Height { get; }

    /// <summary>Columns of the image without border.</summary>
    public int Width { get; }

    /// <summary>Floats of a pixel.</summary>
    public int Channels { get; }

    /// <summary>True when the image must be copied because it has a border.</summary>
    public bool IsCopied { get; }

    /// <summary>Floats from one row to the next, border included.</summary>
    public int RowLength { get; }

    /// <summary>Floats from one image to the next, border included.</summary>
    public int Length { get; }

    /// <summary>Floats of an image without border.</summary>
    public int SourceLength { get; }

    /// <summary>Floats of a row without border.</summary>
    public int SourceRow { get; }

    /// <summary>Copies what lies in rows [first, end) of the padded image; the border keeps the zeros that it has.</summary>
    public void Fill(ReadOnlySpan<float> image, Span<float> padded, int first, int end)
    {
        int from = Math.Max(0, first - Top);
        int to = Math.Min(copiedHeight, end - Top);
        int length = copiedWidth * Channels;
        for (int row = from; row < to; row++)
        {
            image.Slice(row * SourceRow, length).CopyTo(padded.Slice(((row + Top) * RowLength) + (Left * Channels), length));
        }
    }
}
