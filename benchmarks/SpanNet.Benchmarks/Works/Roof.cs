using SpanNet.Kernels.Machine;

namespace SpanNet.Benchmarks.Works;

/// <summary>The least time that this machine could take for a work: its arithmetic at the peak, or its bytes at the bandwidth of their cache level.</summary>
/// <remarks>Measured when asked first, so in the same run as what it is compared with. One core.</remarks>
public sealed class Roof
{
    private const int LeastBytes = 16 << 10;
    private const int MostBytes = 64 << 20;

    private readonly Dictionary<int, double> bandwidths = [];
    private readonly Lazy<double> peak = new(MachineLimits.PeakGflops);

    /// <summary>The peak in GFLOP/s.</summary>
    public double PeakGflops => peak.Value;

    /// <summary>GB/s of a working set of about so many bytes, read and written.</summary>
    public double Bandwidth(double bytes)
    {
        int size = LeastBytes;
        while (size < bytes && size < MostBytes)
        {
            size *= 2;
        }

        if (!bandwidths.TryGetValue(size, out double bandwidth))
        {
            bandwidths[size] = bandwidth = Math.Max(MachineLimits.ReadBandwidth(size), MachineLimits.UpdateBandwidth(size));
        }

        return bandwidth;
    }

    /// <summary>The share of the roof that <paramref name="microseconds"/> a call are, and which roof it is.</summary>
    public (double Share, bool IsCompute) ShareOf(Work work, double microseconds)
    {
        double compute = work.Flops / PeakGflops * 1e-3;
        double memory = work.Bytes / Bandwidth(work.Bytes) * 1e-3;
        return (Math.Max(compute, memory) / (microseconds * work.Calls), compute >= memory);
    }
}
