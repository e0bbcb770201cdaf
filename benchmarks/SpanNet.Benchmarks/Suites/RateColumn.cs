using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using SpanNet.Benchmarks.Works;

namespace SpanNet.Benchmarks.Suites;

/// <summary>A figure made of the work's operations or bytes and the least time of its iterations.</summary>
internal sealed class RateColumn(string name, string legend, Func<Work, double, string> figure) : IColumn
{
    private static readonly Roof roof = new();

    /// <summary>GFLOP/s; GB/s; the share of the roofline measured in this run.</summary>
    public static RateColumn[] All { get; } =
    [
        new(
            "GFLOP/s",
            "floating-point operations by the least time; empty for works that are about bytes",
            (work, us) => work.Flops > 0 ? Text(work.Flops / us * 1e-3) : ""
        ),
        new("GB/s", "least bytes that must move, by the least time", (work, us) => Text(work.Bytes / us * 1e-3)),
        new(
            "% of peak",
            "share of the limit of one core measured in this run: fused multiply-adds (f), or the bandwidth of as many bytes (b)",
            (work, us) =>
            {
                (double share, bool isCompute) = roof.ShareOf(work, us);
                return $"{Text(100 * share)} {(isCompute ? 'f' : 'b')}";
            }
        ),
    ];

    public string Id => nameof(RateColumn) + name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics)
        {
            return "?";
        }

        using Work work = WorkName.Create((string)benchmarkCase.Parameters[nameof(WorkSuite.Name)]);
        return figure(work, statistics.Min * 1e-3);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    private static string Text(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
