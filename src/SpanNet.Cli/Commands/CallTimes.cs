using System.Diagnostics;

namespace SpanNet.Cli.Commands;

/// <summary>How long each of many calls took; memory for all of them is taken, and touched, before the first.</summary>
internal sealed class CallTimes
{
    private const double Microsecond = 1e6;

    private readonly long[] ticks;

    /// <summary>Room for <paramref name="capacity"/> calls.</summary>
    public CallTimes(int capacity)
    {
        ticks = GC.AllocateUninitializedArray<long>(capacity);

        // A page that is touched for the first time costs the call beside it more than a small network does.
        Array.Fill(ticks, 0);
    }

    /// <summary>Calls measured.</summary>
    public int Count { get; private set; }

    /// <summary>Time inside the calls.</summary>
    public TimeSpan Total
    {
        get
        {
            long sum = 0;
            foreach (long time in ticks.AsSpan(0, Count))
            {
                sum += time;
            }

            return TimeSpan.FromSeconds((double)sum / Stopwatch.Frequency);
        }
    }

    /// <summary>Calls <paramref name="workload"/> until the time is over or the memory is full, at least once. Allocates nothing.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled between two calls.</exception>
    public void Measure(BenchWorkload workload, double seconds, CancellationToken cancellation)
    {
        Count = 0;
        long now = Stopwatch.GetTimestamp();
        long end = now + (long)(seconds * Stopwatch.Frequency);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            workload.Run();
            now = Stopwatch.GetTimestamp();
            ticks[Count++] = now - start;
        } while (now < end && Count < ticks.Length);
    }

    /// <summary>Sorts them, so that <see cref="Quantile"/> can be asked.</summary>
    public void Sort() => ticks.AsSpan(0, Count).Sort();

    /// <summary>The shortest time, in microseconds, that at least <paramref name="share"/> of the calls kept; 0: the shortest of all.</summary>
    /// <remarks>The nearest-rank definition, of times that are sorted.</remarks>
    public double Quantile(double share)
    {
        int rank = Math.Clamp((int)Math.Ceiling(share * Count), 1, Count);
        return ticks[rank - 1] * Microsecond / Stopwatch.Frequency;
    }
}
