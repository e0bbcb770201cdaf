using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using Perfolizer.Horology;

namespace SpanNet.Benchmarks.Suites;

/// <summary>About two seconds a case; the command line's own job (<c>--job medium</c>) comes beside it.</summary>
internal static class ShortConfig
{
    public static IConfig Create() =>
        DefaultConfig
            .Instance.AddJob(
                Job.Default.WithId("Short")
                    .WithLaunchCount(1)
                    .WithWarmupCount(4)
                    .WithIterationCount(12)
                    .WithIterationTime(TimeInterval.FromMilliseconds(60))
                    .AsDefault()
            )
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumn(StatisticColumn.Min)
            .AddColumn(RateColumn.All)
            .HideColumns(Column.Error, Column.StdDev)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.JoinSummary);
}
