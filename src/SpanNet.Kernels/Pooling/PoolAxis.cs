namespace SpanNet.Kernels.Pooling;

/// <summary>The windows along one axis of an image: window i covers the places Start(i) … End(i) − 1, all of them inside the image.</summary>
public sealed class PoolAxis
{
    private readonly int[] starts;
    private readonly int[] ends;

    private PoolAxis(int size, int[] starts, int[] ends)
    {
        Size = size;
        this.starts = starts;
        this.ends = ends;
    }

    /// <summary>Places.</summary>
    public int Size { get; }

    /// <summary>Windows.</summary>
    public int Count => starts.Length;

    /// <summary>True when every place lies in exactly one window.</summary>
    public bool IsPartition
    {
        get
        {
            int place = 0;
            for (int i = 0; i < Count; i++)
            {
                if (starts[i] != place)
                {
                    return false;
                }

                place = ends[i];
            }

            return place == Size;
        }
    }

    /// <summary>Windows of <paramref name="window"/> places, <paramref name="stride"/> apart, the first <paramref name="before"/> places before the axis.</summary>
    /// <exception cref="ArgumentException">There is no window, or one that lies in the padding alone.</exception>
    public static PoolAxis Sliding(int size, int window, int stride, int before, int after)
    {
        if (window < 1 || stride < 1 || before < 0 || after < 0)
        {
            throw new ArgumentException($"expected a window and a stride of at least 1, got {window} and {stride}");
        }

        if (window > size + before + after)
        {
            throw new ArgumentException(
                $"expected a window that fits into the padded input of {size + before + after}, got one of {window}"
            );
        }

        if (before >= window || after >= window)
        {
            throw new ArgumentException($"expected a padding below the window of {window}, got {Math.Max(before, after)}");
        }

        int count = ((size + before + after - window) / stride) + 1;
        return Of(size, count, i => Math.Max(0, (i * stride) - before), i => Math.Min(size, (i * stride) - before + window));
    }

    /// <summary><paramref name="count"/> windows that cover the axis evenly: ⌊i·size / count⌋ … ⌈(i + 1)·size / count⌉, as PyTorch has them.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    public static PoolAxis Adaptive(int size, int count) =>
        count < 1
            ? throw new ArgumentException($"expected at least 1 result, got {count}")
            : Of(size, count, i => (int)((long)i * size / count), i => (int)((((i + 1L) * size) + count - 1) / count));

    /// <summary>First places of all windows.</summary>
    internal ReadOnlySpan<int> Starts => starts;

    /// <summary>Places after the last ones of all windows.</summary>
    internal ReadOnlySpan<int> Ends => ends;

    /// <summary>First place of window <paramref name="i"/>.</summary>
    public int Start(int i) => starts[i];

    /// <summary>Place after the last one of window <paramref name="i"/>.</summary>
    public int End(int i) => ends[i];

    private static PoolAxis Of(int size, int count, Func<int, int> start, Func<int, int> end)
    {
        int[] starts = new int[count];
        int[] ends = new int[count];
        for (int i = 0; i < count; i++)
        {
            starts[i] = start(i);
            ends[i] = end(i);
        }

        return new PoolAxis(size, starts, ends);
    }
}
