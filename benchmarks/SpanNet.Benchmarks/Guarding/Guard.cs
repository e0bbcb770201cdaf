using SpanNet.Benchmarks.Works;
using SpanNet.Testing;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>
/// Measures the guarded works as fractions of what the machine does at the same moment: short blocks in turn, yardstick and work side
/// by side, the best of each. A neighbour can take time away from any block, but not from the best of many over seconds.
/// </summary>
internal sealed class Guard : IDisposable
{
    private const int AllocationCalls = 100;
    private const int WarmUpRounds = 4;
    private const double BlockSeconds = 0.004;

    private readonly Dictionary<GuardedWork, Work> works;

    /// <summary>The works, each slower by the fraction <paramref name="slower"/>.</summary>
    public Guard(double slower)
    {
        works = GuardedWork.All.ToDictionary(
            guarded => guarded,
            guarded => slower > 0 ? new SlowedWork(WorkName.Create(guarded.Name), slower) : WorkName.Create(guarded.Name)
        );
    }

    /// <summary>Bytes and collections of each work, on all threads; also warms all of it up.</summary>
    public Dictionary<GuardedWork, Allocations> Allocated()
    {
        var allocated = works.ToDictionary(entry => entry.Key, entry => AllocationGauge.OfProcess(entry.Value.Run, AllocationCalls));
        Measure(works.Keys, WarmUpRounds);
        return allocated;
    }

    /// <summary>The fractions of <paramref name="which"/>.</summary>
    public Dictionary<GuardedWork, double> Measure(IReadOnlyCollection<GuardedWork> which, int rounds)
    {
        var limits = which.ToDictionary(guarded => guarded, _ => 0.0);
        var times = which.ToDictionary(guarded => guarded, _ => double.PositiveInfinity);
        for (int round = 0; round < rounds; round++)
        {
            foreach (GuardedWork guarded in which)
            {
                Work work = works[guarded];
                limits[guarded] = Math.Max(limits[guarded], YardstickMeter.Measure(guarded.Yardstick, work));
                times[guarded] = Math.Min(times[guarded], WorkTimer.Best(work, BlockSeconds));
            }
        }

        return which.ToDictionary(
            guarded => guarded,
            guarded => YardstickMeter.Units(guarded.Yardstick, works[guarded]) / times[guarded] / limits[guarded]
        );
    }

    public void Dispose()
    {
        foreach (Work work in works.Values)
        {
            work.Dispose();
        }
    }
}
