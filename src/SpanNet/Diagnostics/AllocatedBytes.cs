namespace SpanNet.Diagnostics;

/// <summary>Managed memory that all threads of the process took so far. Exact, and too slow to be read beside a clock.</summary>
internal readonly struct AllocatedBytes : IGauge
{
    /// <inheritdoc/>
    public static long Read() => GC.GetTotalAllocatedBytes(precise: true);
}
