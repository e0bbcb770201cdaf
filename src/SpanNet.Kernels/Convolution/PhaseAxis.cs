namespace SpanNet.Kernels.Convolution;

/// <summary>
/// One axis of the gradient of a convolution's input. Its places h = stride·q + r fall into remainders r, each with its own taps:
/// those k for which h + padding − k·dilation is a multiple of the stride, so that they meet the result at q + e(k).
/// </summary>
internal sealed class PhaseAxis
{
    private readonly int size;
    private readonly int kernel;
    private readonly int stride;
    private readonly int dilation;
    private readonly int padding;

    public PhaseAxis(int size, int kernel, int stride, int dilation, int padding)
    {
        this.size = size;
        this.kernel = kernel;
        this.stride = stride;
        this.dilation = dilation;
        this.padding = padding;
        int last = 0;
        int span = 1;
        for (int r = 0; r < Math.Min(stride, size); r++)
        {
            for (int tap = 0; tap < kernel; tap++)
            {
                if (Distance(r, tap) is int e)
                {
                    Before = Math.Max(Before, -e);
                    last = Math.Max(last, e + Count(r) - 1);
                    span = Math.Max(span, e + 1);
                }
            }
        }

        Extent = Before + last + 1;
        Span = Before + span;
    }

    /// <summary>Zeros before the first place of the result.</summary>
    public int Before { get; }

    /// <summary>Places of the result that are read, the zeros included.</summary>
    public int Extent { get; }

    /// <summary>Places of the padded result that one q reads, over all remainders.</summary>
    public int Span { get; }

    /// <summary>Places with remainder <paramref name="remainder"/>.</summary>
    public int Count(int remainder) => (size - remainder + stride - 1) / stride;

    /// <summary>The taps of a remainder, last to first: their numbers, and where each reads the padded result for q = 0.</summary>
    public (int[] Taps, int[] Places) Taps(int remainder)
    {
        var taps = new List<int>();
        var places = new List<int>();
        for (int tap = kernel - 1; tap >= 0; tap--)
        {
            if (Distance(remainder, tap) is int e)
            {
                taps.Add(tap);
                places.Add(e + Before);
            }
        }

        return ([.. taps], [.. places]);
    }

    /// <summary>e of a tap, or null where the tap belongs to other remainders.</summary>
    private int? Distance(int remainder, int tap)
    {
        int distance = remainder + padding - (tap * dilation);
        return distance % stride == 0 ? distance / stride : null;
    }
}
