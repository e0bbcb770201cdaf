using System.Diagnostics;
using SpanNet.Benchmarks.Works;
using SpanNet.Kernels.Machine;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>Measures yardsticks, and works as fractions of them.</summary>
internal static class YardstickMeter
{
    /// <summary>A work that takes as long as so many fused multiply-adds one after the other has the fraction 1.</summary>
    private const int ChainLength = 100;

    private const int Chains = 200;
    private const int Repetitions = 12;
    private const int LeastBytes = 16 << 10;

    /// <summary>What the machine does now, in units per microsecond. A few milliseconds, the best of several short runs.</summary>
    public static double Measure(Yardstick yardstick, Work work) =>
        yardstick switch
        {
            Yardstick.Compute => MachineLimits.PeakGflops() * 1e3,
            Yardstick.Memory => MachineLimits.UpdateBandwidth((int)Math.Max(work.Bytes, LeastBytes)) * 1e3,
            _ => ChainsPerMicrosecond(),
        };

    /// <summary>What one call of the work is, in the same units.</summary>
    public static double Units(Yardstick yardstick, Work work) =>
        yardstick switch
        {
            Yardstick.Compute => work.Flops,
            Yardstick.Memory => work.Bytes,
            _ => 1,
        };

    private static double ChainsPerMicrosecond()
    {
        double best = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            float end = LatencyChain.Run(Chains * ChainLength, 0.5f);
            best = Math.Max(best, Chains / Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            GC.KeepAlive(end);
        }

        return best;
    }
}
