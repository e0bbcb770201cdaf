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
            foreach (int e in Distances(r).Select(tap => tap.Distance))
            {
                Before = Math.Max(Before, -e);
                last = Math.Max(last, e + Count(r) - 1);
                span = Math.Max(span, e + 1);
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

    /// <summary>The taps of a remainder, last to first, and where each reads the padded result for q = 0.</summary>
    public (int Tap, int Place)[] Taps(int remainder) => [.. Distances(remainder).Select(tap => (tap.Tap, tap.Distance + Before))];

    private IEnumerable<(int Tap, int Distance)> Distances(int remainder) =>
        from tap in Enumerable.Range(0, kernel).Reverse()
        let distance = remainder + padding - (tap * dilation)
        where distance % stride == 0
        select (tap, distance / stride);
}
