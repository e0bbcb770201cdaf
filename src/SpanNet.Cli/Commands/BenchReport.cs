using System.Globalization;
using System.Text.Json;
using SpanNet.Cli.Reports;

namespace SpanNet.Cli.Commands;

/// <summary>The figures of a measurement.</summary>
internal sealed class BenchReport(BenchMeasurement measurement, int batch, long flopsPerSample)
{
    private static readonly (string Name, string Key, double Share)[] quantiles =
    [
        ("min", "min_us", 0),
        ("p50", "p50_us", 0.5),
        ("p90", "p90_us", 0.9),
        ("p99", "p99_us", 0.99),
        ("p99.9", "p999_us", 0.999),
        ("max", "max_us", 1),
    ];

    private double SamplesPerSecond => (double)batch * measurement.Times.Count / measurement.Times.Total.TotalSeconds;

    private double Gflops => SamplesPerSecond * flopsPerSample / 1e9;

    /// <summary>Shows them.</summary>
    /// <param name="report">Where.</param>
    /// <param name="what">The network and how it ran.</param>
    /// <param name="threads">Threads that the peak is of.</param>
    public void Show(IReport report, ReadOnlySpan<(string Name, string Value)> what, int threads)
    {
        report.Facts(what);
        report.Table(
            new ReportTable(
                $"microseconds a call, {Figures.Count(measurement.Times.Count)} calls in {Figures.Time(measurement.Times.Total)}",
                [.. quantiles.Select(quantile => new ReportColumn(quantile.Name))],
                [
                    [.. quantiles.Select(quantile => (ReportCell)Time(measurement.Times.Quantile(quantile.Share)))],
                ]
            )
        );
        string cores = threads == 1 ? "one thread" : $"{Figures.Count(threads)} threads";
        report.Facts(
            ("samples/s", Figures.Count(SamplesPerSecond)),
            (
                "GFLOP/s",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Gflops:0.00}, {100 * Gflops / measurement.PeakGflops:0.0} % of the {measurement.PeakGflops:0.0} that {cores} can do"
                )
            ),
            ("allocated", $"{Figures.Bytes(measurement.AllocatedBytes)}, {Figures.Count(measurement.Collections)} collections")
        );
    }

    /// <summary>Writes them as members of a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        foreach ((_, string key, double share) in quantiles)
        {
            json.WriteNumber(key, measurement.Times.Quantile(share));
        }

        json.WriteNumber("samples_per_s", SamplesPerSecond);
        json.WriteNumber("gflops", Gflops);
        json.WriteNumber("peak_gflops", measurement.PeakGflops);
        json.WriteNumber("allocated_bytes", measurement.AllocatedBytes);
        json.WriteNumber("collections", measurement.Collections);
    }

    private static string Time(double microseconds) => microseconds.ToString("N2", CultureInfo.InvariantCulture);
}
