using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace SpanNet.Benchmarks.Suites;

/// <summary>
/// A second a case, in this process, whose compilation is final from the start. Many short iterations: one that a busy neighbour
/// does not interrupt is what the least time needs, and there is none of 100 ms on a shared host.
/// </summary>
internal static class ShortConfig
{
    /// <summary>Names are told apart by their ends: no column cuts them.</summary>
    private const int LongestName = 80;

    public static IConfig Create() =>
        DefaultConfig
            .Instance.AddJob(
                Job.Default.WithId("Short")
                    .WithToolchain(InProcessEmitToolchain.Instance)
                    .WithLaunchCount(1)
                    .WithWarmupCount(20)
                    .WithIterationCount(100)
                    .WithIterationTime(TimeInterval.FromMilliseconds(4))
                    .AsDefault()
            )
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumn(StatisticColumn.Min)
            .AddColumn(RateColumn.All)
            .HideColumns(Column.Error, Column.StdDev)
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(LongestName))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.JoinSummary);
}
