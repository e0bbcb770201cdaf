using System.Diagnostics;
using SpanNet.Diagnostics;

namespace SpanNet.Cli.Commands;

/// <summary>Runs a workload under a profiler: warm-up, the machine's peak, allocations, then times.</summary>
internal static class ProfileRun
{
    /// <summary>Calls whose allocations are counted.</summary>
    private const int CountedCalls = 16;

    /// <summary>Runs for <paramref name="seconds"/>, at least once; <paramref name="profiler"/> then knows the times.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Roofline Measure(BenchWorkload workload, Profiler profiler, double seconds, int threads, CancellationToken cancellation)
    {
        BenchRun.WarmUp(workload, cancellation);
        Count(workload);
        MachineSpeed.WarmUp();
        BenchRun.Rest(cancellation);
        BenchRun.WarmUp(workload, cancellation);
        Roofline roofline = Roofline.Measure(threads);

        // The work above has pushed the network out of the caches.
        BenchRun.WarmUp(workload, cancellation);
        profiler.Clear();
        long start = Stopwatch.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            workload.Run();
        } while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);

        roofline.MeasurePeak();
        Count(workload);
        return roofline;
    }

    private static void Count(BenchWorkload workload)
    {
        for (int call = 0; call < CountedCalls; call++)
        {
            workload.CountAllocations();
        }
    }
}
