namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The sizes of a convolution of images [height, width, channels] with filters [outputs, channels / groups, kernel height, kernel width]:
/// y(oh, ow, o) = b(o) + Σ over kh, kw, c of x(oh·stride + kh·dilation − top, ow·stride + kw·dilation − left, c) · w(o, c, kh, kw),
/// with x = 0 outside the image.
/// </summary>
public sealed record ConvolutionShape
{
    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of an image.</summary>
    public required int Channels { get; init; }

    /// <summary>Channels of the result.</summary>
    public required int Outputs { get; init; }

    /// <summary>Rows of a filter.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Columns of a filter.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Rows from one result to the next.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Columns from one result to the next.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Rows from one row of the filter to the next.</summary>
    public int DilationHeight { get; init; } = 1;

    /// <summary>Columns from one column of the filter to the next.</summary>
    public int DilationWidth { get; init; } = 1;

    /// <summary>Rows of zeros above the image.</summary>
    public int Top { get; init; }

    /// <summary>Rows of zeros below the image.</summary>
    public int Bottom { get; init; }

    /// <summary>Columns of zeros left of the image.</summary>
    public int Left { get; init; }

    /// <summary>Columns of zeros right of the image.</summary>
    public int Right { get; init; }

    /// <summary>Parts into which channels and outputs are cut: outputs of a part see the channels of that part only.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Rows that a filter covers.</summary>
    public int SpanHeight => (DilationHeight * (KernelHeight - 1)) + 1;

    /// <summary>Columns that a filter covers.</summary>
    public int SpanWidth => (DilationWidth * (KernelWidth - 1)) + 1;

    /// <summary>Rows of the result.</summary>
    public int OutputHeight => ((Height + Top + Bottom - SpanHeight) / StrideHeight) + 1;

    /// <summary>Columns of the result.</summary>
    public int OutputWidth => ((Width + Left + Right - SpanWidth) / StrideWidth) + 1;

    /// <summary>Positions of a filter.</summary>
    public int Taps => KernelHeight * KernelWidth;

    /// <summary>Channels that one output sees.</summary>
    public int GroupChannels => Channels / Groups;

    /// <summary>Outputs of one group.</summary>
    public int GroupOutputs => Outputs / Groups;

    /// <summary>True when every output sees the one channel of its own number.</summary>
    public bool IsDepthwise => Groups > 1 && Groups == Channels && Groups == Outputs;

    /// <summary>Floats of an image.</summary>
    public int InputLength => Height * Width * Channels;

    /// <summary>Floats of a result.</summary>
    public int OutputLength => OutputHeight * OutputWidth * Outputs;

    /// <summary>
    /// Floating-point operations of one image by this formula, a fused multiply-add counting two; zeros of the padding count too. A
    /// convolution that takes fewer (3×3 by minimal filtering: 4/9) has the same number, so that rates compare: they may exceed the peak.
    /// </summary>
    public long Flops => 2L * OutputHeight * OutputWidth * Outputs * GroupChannels * Taps;

    /// <summary>A 1×1 convolution of every pixel: a plain matrix product.</summary>
    internal bool IsProduct => Taps == 1 && StrideHeight == 1 && StrideWidth == 1 && Groups == 1 && (Top | Bottom | Left | Right) == 0;

    /// <summary>Makes sure that such a convolution exists.</summary>
    /// <exception cref="ArgumentException">It does not; the message says what was expected and what was got.</exception>
    public void Check()
    {
        AtLeastOne(Height, "rows of the image");
        AtLeastOne(Width, "columns of the image");
        AtLeastOne(Channels, "channels");
        AtLeastOne(Outputs, "outputs");
        AtLeastOne(KernelHeight, "rows of the kernel");
        AtLeastOne(KernelWidth, "columns of the kernel");
        AtLeastOne(Math.Min(StrideHeight, StrideWidth), "as stride");
        AtLeastOne(Math.Min(DilationHeight, DilationWidth), "as dilation");
        AtLeastOne(Groups, "groups");
        int least = Math.Min(Math.Min(Top, Bottom), Math.Min(Left, Right));
        if (least < 0)
        {
            throw new ArgumentException($"expected a padding of at least 0, got {least}");
        }

        if (Channels % Groups != 0 || Outputs % Groups != 0)
        {
            throw new ArgumentException($"expected groups that divide {Channels} channels and {Outputs} outputs, got {Groups}");
        }

        if (SpanHeight > Height + Top + Bottom || SpanWidth > Width + Left + Right)
        {
            throw new ArgumentException(
                $"expected a kernel that fits into the padded input of {Height + Top + Bottom} × {Width + Left + Right}, got one that covers {SpanHeight} × {SpanWidth}"
            );
        }
    }

    private static void AtLeastOne(int value, string what)
    {
        if (value < 1)
        {
            throw new ArgumentException($"expected at least 1 {what}, got {value}");
        }
    }
}
