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

    /// <summary>The works <paramref name="which"/>, each slower by the fraction <paramref name="slower"/>.</summary>
    public Guard(IEnumerable<GuardedWork> which, double slower)
    {
        works = which.ToDictionary(
            guarded => guarded,
            guarded => slower > 0 ? new SlowedWork(WorkName.Create(guarded.Name), slower) : WorkName.Create(guarded.Name)
        );
    }

    /// <summary>Bytes and collections of each work, on all threads; also warms all of it up.</summary>
    public Dictionary<GuardedWork, Allocations> Allocated()
    {
        var allocated = works.ToDictionary(entry => entry.Key, entry => AllocationGauge.OfProcess(entry.Value.Run, AllocationCalls));
        Measure(works.Keys, WarmUpRounds, 0);
        return allocated;
    }

    /// <summary>The figures of <paramref name="which"/>; a round is quiet when the core does <paramref name="quietRate"/> before and after it.</summary>
    public Dictionary<GuardedWork, Figure> Measure(IReadOnlyCollection<GuardedWork> which, int rounds, double quietRate)
    {
        var limits = which.ToDictionary(guarded => guarded, _ => 0.0);
        var times = which.ToDictionary(guarded => guarded, _ => double.PositiveInfinity);
        var quiet = which.ToDictionary(guarded => guarded, _ => 0);
        for (int round = 0; round < rounds; round++)
        {
            foreach (GuardedWork guarded in which)
            {
                Work work = works[guarded];
                double before = CoreQuiet.Rate();
                limits[guarded] = Math.Max(limits[guarded], YardstickMeter.Measure(guarded.Yardstick, work));
                times[guarded] = Math.Min(times[guarded], WorkTimer.Best(work, BlockSeconds));
                quiet[guarded] += Math.Min(before, CoreQuiet.Rate()) >= CoreQuiet.LeastShare * quietRate ? 1 : 0;
            }
        }

        return which.ToDictionary(
            guarded => guarded,
            guarded => new Figure(
                YardstickMeter.Units(guarded.Yardstick, works[guarded]) / times[guarded] / limits[guarded],
                quiet[guarded]
            )
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
