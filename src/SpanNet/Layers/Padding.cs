namespace SpanNet.Layers;

/// <summary>The border around an image: a number of pixels at each side, or as many as let a step of 1 keep the image's size.</summary>
public readonly record struct Padding
{
    private Padding(int top, int left, int bottom, int right, bool isSame = false)
    {
        Top = top;
        Left = left;
        Bottom = bottom;
        Right = right;
        IsSame = isSame;
    }

    /// <summary>No border.</summary>
    public static Padding Valid => default;

    /// <summary>⌈size / stride⌉ results along each axis; where the border is odd, the greater half comes last (as in PyTorch and TensorFlow).</summary>
    public static Padding Same => new(0, 0, 0, 0, isSame: true);

    /// <summary>True for <see cref="Same"/>.</summary>
    public bool IsSame { get; }

    /// <summary>Rows above.</summary>
    public int Top { get; }

    /// <summary>Columns left.</summary>
    public int Left { get; }

    /// <summary>Rows below.</summary>
    public int Bottom { get; }

    /// <summary>Columns right.</summary>
    public int Right { get; }

    /// <summary>The same number of pixels at every side.</summary>
    public static implicit operator Padding(int size) => Of(size, size);

    /// <summary>As many rows above as below, as many columns left as right.</summary>
    public static Padding Of(int rows, int columns) => new(rows, columns, rows, columns);

    /// <summary>Every side for itself, in the order of ONNX.</summary>
    public static Padding Of(int top, int left, int bottom, int right) => new(top, left, bottom, right);

    /// <summary>Rows above and below an image of <paramref name="size"/> rows under windows that cover <paramref name="span"/>.</summary>
    internal (int Before, int After) Rows(int size, int span, int stride) => IsSame ? SameFor(size, span, stride) : (Top, Bottom);

    /// <summary>Columns left and right, see <see cref="Rows"/>.</summary>
    internal (int Before, int After) Columns(int size, int span, int stride) => IsSame ? SameFor(size, span, stride) : (Left, Right);

    private static (int Before, int After) SameFor(int size, int span, int stride)
    {
        int results = (size + stride - 1) / Math.Max(1, stride);
        int border = Math.Max(0, ((results - 1) * stride) + span - size);
        return (border / 2, border - (border / 2));
    }
}
