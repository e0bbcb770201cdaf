using SpanNet.Kernels.Machine;

namespace SpanNet.Diagnostics;

/// <summary>
/// The shortest time that this machine can do a piece of work in: max(FLOPs / peak, bytes / bandwidth), with the bandwidth of the cache
/// level that the bytes fit into. Williams, Waterman and Patterson, Roofline, 2009.
/// </summary>
/// <remarks>
/// Instead of being told the caches, it measures memory of just that size, once for each size. Of reading and of a = b·c + a the faster
/// counts: it is a roof. A byte counts once, also where it is read and written: caches bring it in once, and what they write back goes
/// beside that. Several threads are taken to have several times the speed of one with its share of the bytes, which where they share a
/// cache or the memory is a roof too high.
/// </remarks>
public sealed class Roofline
{
    private const int Page = 4096;
    private const int LeastBytes = 4 * Page;
    private const int MostBytes = 256 << 20;

    /// <summary>That figure is of three reads and a write; of four bytes one is counted twice.</summary>
    private const double UpdatedOnce = 0.75;

    private readonly int threads;
    private readonly Func<double> peakOfOne;
    private readonly Func<int, double> bandwidthOfOne;
    private readonly Dictionary<int, double> bandwidths = [];

    /// <summary>A roof of figures that somebody else measures.</summary>
    internal Roofline(int threads, Func<double> peakOfOne, Func<int, double> bandwidthOfOne)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        this.threads = threads;
        this.peakOfOne = peakOfOne;
        this.bandwidthOfOne = bandwidthOfOne;
        MeasurePeak();
    }

    /// <summary>The most that the threads can compute in all, in GFLOP/s.</summary>
    public double PeakGflops { get; private set; }

    /// <summary>The roof of this machine for <paramref name="threads"/> threads; the peak is measured now, bandwidths when they are asked for.</summary>
    public static Roofline Measure(int threads) =>
        new(
            threads,
            MachineLimits.PeakGflops,
            bytes => Math.Max(MachineLimits.ReadBandwidth(bytes), MachineLimits.UpdateBandwidth(bytes) * UpdatedOnce)
        );

    /// <summary>Measures the peak again and keeps the better figure: before and after a run, so that a busy moment does not lower the roof.</summary>
    public void MeasurePeak() => PeakGflops = Math.Max(PeakGflops, threads * peakOfOne());

    /// <summary>GB/s of all threads when so many bytes in all are worked on.</summary>
    public double Bandwidth(long worked)
    {
        int bytes = (int)Math.Clamp((worked / threads) + Page - 1, LeastBytes, MostBytes) & -Page;
        if (!bandwidths.TryGetValue(bytes, out double bandwidth))
        {
            bandwidth = bandwidthOfOne(bytes);
            bandwidths.Add(bytes, bandwidth);
        }

        return threads * bandwidth;
    }

    /// <summary>The least time of <paramref name="part"/>.</summary>
    public double Microseconds(ProfilePart part) => Math.Max(ComputeMicroseconds(part), MemoryMicroseconds(part));

    /// <summary>What limits <paramref name="part"/>.</summary>
    public RoofBound BoundOf(ProfilePart part) =>
        ComputeMicroseconds(part) > MemoryMicroseconds(part) ? RoofBound.Compute : RoofBound.Memory;

    // 1 GFLOP/s is a thousand operations a microsecond, 1 GB/s a thousand bytes.
    private double ComputeMicroseconds(ProfilePart part) => part.Flops / (1e3 * PeakGflops);

    private double MemoryMicroseconds(ProfilePart part) => part.Bytes / (1e3 * Bandwidth(part.Bytes));
}
