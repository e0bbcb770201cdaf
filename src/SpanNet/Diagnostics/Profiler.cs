using System.Collections.Immutable;
using System.Diagnostics;
using SpanNet.Kernels.Threading;

namespace SpanNet.Diagnostics;

/// <summary>
/// Takes the time of each part of a call: of each layer forward and backward, of loss and update. It runs the very code that a call
/// without it runs; only the marks between the parts are compiled in instead of left out. Allocates nothing inside a call.
/// </summary>
/// <remarks>Every part holds one reading of the clock, <see cref="Profile.ClockMicroseconds"/>. One caller at a time.</remarks>
public abstract class Profiler
{
    /// <summary>16 MiB of readings, and as many calls as that are.</summary>
    private const int MostReadings = 1 << 21;
    private const int MostCalls = 1 << 16;

    private readonly ThreadTeam team;
    private readonly long[] readings;
    private readonly long[] counts;
    private readonly long[] allocated;
    private readonly int stride;
    private readonly int capacity;

    private protected Profiler(ImmutableArray<ProfilePart> parts, ThreadTeam team)
    {
        this.team = team;
        Parts = parts;
        stride = parts.Length + 1;
        capacity = Math.Clamp(MostReadings / stride, 1, MostCalls);
        readings = GC.AllocateUninitializedArray<long>(capacity * stride);
        counts = new long[stride];
        allocated = new long[parts.Length];

        // A page that is touched for the first time would cost time inside a call.
        Array.Fill(readings, 0);
    }

    /// <summary>The parts of a call, in order.</summary>
    public ImmutableArray<ProfilePart> Parts { get; }

    /// <summary>Calls timed since the beginning or the last <see cref="Clear"/>; the last 65,536 at most are kept, fewer of many parts.</summary>
    public long Calls { get; private set; }

    /// <summary>Calls whose allocations were counted.</summary>
    public int CountedCalls { get; private set; }

    /// <summary>Calls that the profile is of.</summary>
    internal int KeptCalls => (int)Math.Min(Calls, capacity);

    /// <summary>Forgets all calls so far: after a warm-up.</summary>
    public void Clear()
    {
        Calls = 0;
        CountedCalls = 0;
        allocated.AsSpan().Clear();
    }

    /// <summary>The figures of the calls so far, against what the machine can do.</summary>
    /// <exception cref="InvalidOperationException">No call was timed.</exception>
    public Profile ToProfile(Roofline roofline)
    {
        ArgumentNullException.ThrowIfNull(roofline);
        CheckCalls();
        double[] times = new double[KeptCalls];
        double[] minima = new double[Parts.Length];
        double[] medians = new double[Parts.Length];
        for (int part = 0; part < Parts.Length; part++)
        {
            (minima[part], medians[part]) = Times(part, part + 1, times);
        }

        (double minimum, double median) = Times(0, Parts.Length, times);
        double sum = medians.Sum();
        return new Profile(
            [
                .. Parts.Select(
                    (part, i) =>
                        new ProfileRow(part, minima[i], medians[i], sum > 0 ? medians[i] / sum : 0)
                        {
                            RoofMicroseconds = roofline.Microseconds(part),
                            Bound = roofline.BoundOf(part),
                            AllocatedBytes = CountedCalls > 0 ? (allocated[i] + CountedCalls - 1) / CountedCalls : null,
                        }
                ),
            ],
            minimum,
            median
        )
        {
            Calls = KeptCalls,
            ClockMicroseconds = ReadClock(),
            PeakGflops = roofline.PeakGflops,
        };
    }

    /// <summary>
    /// The last calls as a trace in Chrome's format, for ui.perfetto.dev or chrome://tracing: an event for each call, in it one for
    /// each part.
    /// </summary>
    /// <param name="stream">Where the JSON goes.</param>
    /// <param name="title">What was profiled, for example the network.</param>
    /// <param name="mostCalls">The last so many calls.</param>
    /// <exception cref="InvalidOperationException">No call was timed.</exception>
    public void WriteTrace(Stream stream, string title, int mostCalls = 200)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostCalls, 1);
        CheckCalls();
        ChromeTrace.Write(stream, title, this, Math.Min(mostCalls, KeptCalls));
    }

    /// <summary>The readings of call number <paramref name="call"/>: the beginning, then the end of each part.</summary>
    internal ReadOnlySpan<long> Readings(long call) => readings.AsSpan((int)(call % capacity) * stride, stride);

    /// <summary>Marks for a call that is timed; it counts when <see cref="EndCall"/> is reached.</summary>
    private protected Marks<Ticks> BeginCall() => new(readings.AsSpan((int)(Calls % capacity) * stride, stride), default);

    private protected void EndCall() => Calls++;

    /// <summary>Marks for a call whose allocations are counted.</summary>
    private protected Marks<AllocatedBytes> BeginCount() => new(counts, new AllocatedBytes(team));

    private protected void EndCount()
    {
        CountedCalls++;
        for (int part = 0; part < allocated.Length; part++)
        {
            allocated[part] += counts[part + 1] - counts[part];
        }
    }

    private (double Minimum, double Median) Times(int from, int to, double[] times)
    {
        for (int call = 0; call < times.Length; call++)
        {
            ReadOnlySpan<long> marks = Readings(call);
            times[call] = (marks[to] - marks[from]) * 1e6 / Stopwatch.Frequency;
        }

        Array.Sort(times);
        return (times[0], times[(times.Length - 1) / 2]);
    }

    /// <summary>The shortest time between two readings of the clock.</summary>
    private static double ReadClock()
    {
        const int Readings = 1000;
        var clock = default(Ticks);
        long shortest = long.MaxValue;
        for (int i = 0; i < Readings; i++)
        {
            long start = clock.Read();
            shortest = Math.Min(shortest, clock.Read() - start);
        }

        return shortest * 1e6 / Stopwatch.Frequency;
    }

    private void CheckCalls()
    {
        if (Calls == 0)
        {
            throw new InvalidOperationException("No call was timed yet: there is nothing to show.");
        }
    }
}
