using System.Diagnostics;

namespace SpanNet.Benchmarks.Works;

/// <summary>
/// Times works. A timestamp costs 20 to 30 ns, so the best time is that of groups of calls of at least 2 µs; only percentiles are
/// those of single calls, timestamps included, as a caller would see them.
/// </summary>
public sealed class WorkTimer
{
    private const int MostTimes = 1 << 20;
    private const int MostCallsInGroup = 1 << 12;
    private const int WarmUpCalls = 30;
    private const double Microsecond = 1e6;

    /// <summary>The least time of a group: a timestamp is one per cent of it.</summary>
    private const double GroupSeconds = 2e-6;

    /// <summary>The most time to find the size of a group; a work of one long call needs no more.</summary>
    private const double ProbeSeconds = 1e-3;

    /// <summary>Rounds of warming up that gain nothing, before it ends, and the most of all.</summary>
    private const int StillRounds = 3;

    /// <summary>See <see cref="StillRounds"/>.</summary>
    private const int MostRounds = 12;

    /// <summary>What is faster than this gains.</summary>
    private const double Gain = 0.97;

    /// <summary>The runtime compiles again when nothing new was called for 100 ms.</summary>
    private static readonly TimeSpan rest = TimeSpan.FromMilliseconds(200);

    private readonly long[] ticks = new long[MostTimes];
    private int count;

    /// <summary>Runs <paramref name="work"/> until it gets no faster: on a busy core the runtime's compiler thread takes its time.</summary>
    public static void WarmUp(Work work)
    {
        double best = double.PositiveInfinity;
        int rounds = 0;
        for (int still = 0; still < StillRounds && rounds < MostRounds; rounds++)
        {
            double time = Best(work, 0.02);
            still = time < Gain * best ? 0 : still + 1;
            best = Math.Min(best, time);
            Thread.Sleep(rest);
        }
    }

    /// <summary>The least microseconds of a call within <paramref name="seconds"/>, at least one group.</summary>
    public static double Best(Work work, double seconds)
    {
        int calls = GroupOf(work);
        long best = long.MaxValue;
        long now = Stopwatch.GetTimestamp();
        long end = now + (long)(seconds * Stopwatch.Frequency);
        do
        {
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < calls; call++)
            {
                work.Run();
            }

            now = Stopwatch.GetTimestamp();
            best = Math.Min(best, now - start);
        } while (now < end);

        return best * Microsecond / Stopwatch.Frequency / ((double)calls * work.Calls);
    }

    /// <summary>Times single calls for <paramref name="seconds"/>; <see cref="Quantile"/> tells of them.</summary>
    public void Measure(Work work, double seconds)
    {
        count = 0;
        long now = Stopwatch.GetTimestamp();
        long end = now + (long)(seconds * Stopwatch.Frequency);
        do
        {
            long start = Stopwatch.GetTimestamp();
            work.Run();
            now = Stopwatch.GetTimestamp();
            ticks[count++] = now - start;
        } while (now < end && count < MostTimes);

        ticks.AsSpan(0, count).Sort();
    }

    /// <summary>The microseconds that at least <paramref name="share"/> of the calls of <see cref="Measure"/> kept (nearest rank).</summary>
    public double Quantile(double share) =>
        ticks[Math.Clamp((int)Math.Ceiling(share * count), 1, count) - 1] * Microsecond / Stopwatch.Frequency;

    private static int GroupOf(Work work)
    {
        long least = long.MaxValue;
        long first = Stopwatch.GetTimestamp();
        long now = first;
        for (int call = 0; call < WarmUpCalls && now - first < ProbeSeconds * Stopwatch.Frequency; call++)
        {
            long start = now;
            work.Run();
            now = Stopwatch.GetTimestamp();
            least = Math.Min(least, now - start);
        }

        double calls = GroupSeconds * Stopwatch.Frequency / Math.Max(least, 1);
        return (int)Math.Clamp(Math.Ceiling(calls), 1, MostCallsInGroup);
    }
}
