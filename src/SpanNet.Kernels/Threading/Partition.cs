namespace SpanNet.Kernels.Threading;

/// <summary>Cuts a range into nearly equal pieces. Where the cuts fall never changes a result: every output has one writer.</summary>
public static class Partition
{
    /// <summary>
    /// The number of parts worth making of <paramref name="work"/> units when a part below <paramref name="grain"/> units costs more
    /// to hand over than it saves: between 1 and <paramref name="threads"/>.
    /// </summary>
    public static int Count(long work, long grain, int threads) =>
        threads == 1 || work < 2 * grain ? 1 : (int)Math.Min(work / grain, threads);

    /// <summary>The half-open range [start, end) of part <paramref name="part"/> of <paramref name="parts"/>, in units of <paramref name="unit"/>.</summary>
    public static (int Start, int End) Range(int length, int part, int parts, int unit = 1)
    {
        if (parts == 1)
        {
            return (0, length);
        }

        long units = (length + unit - 1L) / unit;
        int start = (int)Math.Min(units * part / parts * unit, length);
        int end = (int)Math.Min(units * (part + 1) / parts * unit, length);
        return (start, end);
    }
}
