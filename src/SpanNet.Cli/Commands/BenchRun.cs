using SpanNet.Kernels.Machine;
using SpanNet.Kernels.Threading;

namespace SpanNet.Cli.Commands;

/// <summary>Measures a workload: warm-up, the machine's peak, then every single call.</summary>
internal static class BenchRun
{
    /// <summary>Calls after which the runtime compiles a method again.</summary>
    private const int TieringCalls = 30;

    /// <summary>The least time of a round of warming up.</summary>
    private const double RoundSeconds = 0.05;

    /// <summary>Calls so slow that fewer fit into this time hardly feel what lies outside of their loops.</summary>
    private const double MostRoundSeconds = 1;

    /// <summary>128 MiB of times.</summary>
    private const int MostCalls = 1 << 24;

    /// <summary>Methods that were called often are compiled again in the background.</summary>
    private static readonly TimeSpan rest = TimeSpan.FromMilliseconds(200);

    /// <summary>Measures for <paramref name="seconds"/>, or 16 million calls where that is shorter.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BenchMeasurement Measure(BenchWorkload workload, double seconds, ThreadTeam team, CancellationToken cancellation)
    {
        WarmUp(workload, cancellation);
        Rest(cancellation);
        double shortest = WarmUp(workload, cancellation);
        double room = (2 * seconds * 1e6 / Math.Max(shortest, 0.01)) + TieringCalls;
        var times = new CallTimes((int)Math.Min(room, MostCalls));
        double peak = MachineLimits.PeakGflops();

        // The work above has pushed the network out of the caches.
        WarmUp(workload, cancellation);
        int collections = GC.CollectionCount(0);
        long bytes = team.AllocatedBytes;
        times.Measure(workload, seconds, cancellation);
        bytes = team.AllocatedBytes - bytes;
        collections = GC.CollectionCount(0) - collections;
        peak = Math.Max(peak, MachineLimits.PeakGflops());
        times.Sort();
        return new(times, peak * team.Threads, bytes, collections);
    }

    /// <summary>Waits until what is hot by now was compiled again.</summary>
    public static void Rest(CancellationToken cancellation) => cancellation.WaitHandle.WaitOne(rest);

    /// <summary>One round, of lots of <see cref="TieringCalls"/>; the shortest time of a call in microseconds.</summary>
    public static double WarmUp(BenchWorkload workload, CancellationToken cancellation)
    {
        double shortest = double.PositiveInfinity;
        var times = new CallTimes(TieringCalls);
        double spent = 0;
        while (spent < RoundSeconds)
        {
            times.Measure(workload, MostRoundSeconds, cancellation);
            spent += times.Total.TotalSeconds;
            times.Sort();
            shortest = Math.Min(shortest, times.Quantile(0));
        }

        return shortest;
    }
}
