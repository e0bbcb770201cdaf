namespace SpanNet.Kernels.Convolution;

/// <summary>
/// Taps of a depthwise convolution whose gradients <see cref="DepthwiseGradientJob"/> sums together: where they read, and where that lies outside
/// the image. Made at plan time.
/// </summary>
internal sealed class DepthwiseTapGroup
{
    /// <summary>All taps of a 3×3 kernel: as many chains hide the latency of their multiplications, and fit into 16 registers.</summary>
    public const int MostTaps = 9;

    private DepthwiseTapGroup(Correlation plan, int first, int end)
    {
        CorrelationPhase phase = plan.Phases[0];
        PaddedImage image = plan.Source;
        First = first;
        Offsets = new int[end - first];
        RowsInside = new uint[plan.Height];
        ColumnsInside = new uint[plan.Width];
        for (int tap = first; tap < end; tap++)
        {
            int row = phase.TapRows[tap / phase.TapColumns.Length] - image.Top;
            int column = phase.TapColumns[tap % phase.TapColumns.Length] - image.Left;
            Offsets[tap - first] = (row * image.SourceRow) + (column * image.Channels);
            Mark(RowsInside, tap - first, row, plan.RowStep, image.Height);
            Mark(ColumnsInside, tap - first, column, plan.ColumnStep, image.Width);
        }
    }

    /// <summary>The first tap.</summary>
    public int First { get; }

    /// <summary>Floats from a pixel's own place in the image to what each tap reads.</summary>
    public int[] Offsets { get; }

    /// <summary>For each row of pixels: bit i is set where tap i reads a row of the image.</summary>
    public uint[] RowsInside { get; }

    /// <summary>For each column of pixels: bit i is set where tap i reads a column of the image.</summary>
    public uint[] ColumnsInside { get; }

    /// <summary>The taps of <paramref name="plan"/> in groups of nearly the same size, or none where it is not depthwise.</summary>
    public static DepthwiseTapGroup[] Of(Correlation plan)
    {
        int taps = plan.IsDepthwise ? plan.Phases[0].Taps.Length : 0;
        var groups = new DepthwiseTapGroup[(taps + MostTaps - 1) / MostTaps];
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = new DepthwiseTapGroup(plan, i * taps / groups.Length, (i + 1) * taps / groups.Length);
        }

        return groups;
    }

    private static void Mark(uint[] inside, int bit, int tap, int step, int size)
    {
        for (int i = 0; i < inside.Length; i++)
        {
            int place = (i * step) + tap;
            inside[i] |= (uint)place < (uint)size ? 1u << bit : 0;
        }
    }
}
