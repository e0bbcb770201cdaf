using System.Collections.Concurrent;
using SpanNet.Kernels.Threading;

namespace SpanNet.Benchmarks.Works;

/// <summary>One team for each number of threads, for the whole process.</summary>
internal static class Teams
{
    private static readonly ConcurrentDictionary<int, ThreadTeam> teams = new();

    public static ThreadTeam Of(int threads) => teams.GetOrAdd(threads, number => new ThreadTeam(number));
}
