using System.Globalization;
using System.Text.Json;
using SpanNet.Cli.Reports;
using SpanNet.Diagnostics;

namespace SpanNet.Cli.Commands;

/// <summary>The figures of a profile.</summary>
internal sealed class ProfileReport(Profile profile)
{
    /// <summary>Longer names are cut, so that a row fits 100 columns.</summary>
    private const int LongestName = 14;

    private string AllocationText
    {
        get
        {
            ProfileRow most = profile.Rows.MaxBy(row => row.AllocatedBytes ?? 0)!;
            long bytes = profile.Total.AllocatedBytes ?? 0;
            return $"{Figures.Bytes(bytes)} a call{(bytes > 0 ? $", most in {Name(most.Part)} {Phase(most.Part)}" : "")}";
        }
    }

    /// <summary>Shows them.</summary>
    /// <param name="report">Where.</param>
    /// <param name="what">The network and how it ran.</param>
    /// <param name="threads">Threads that the roof is of.</param>
    public void Show(IReport report, ReadOnlySpan<(string Name, string Value)> what, int threads)
    {
        report.Facts(what);
        report.Table(
            new ReportTable(
                $"microseconds of {Figures.Count(profile.Calls)} calls; rates and % of the roof at the shortest time",
                [
                    new("part", IsNumber: false),
                    new("phase", IsNumber: false),
                    new("min"),
                    new("p50"),
                    new("share"),
                    new("MFLOP"),
                    new("KiB"),
                    new("GFLOP/s"),
                    new("GB/s"),
                    new("roof"),
                    new("bound", IsNumber: false),
                ],
                [.. profile.Rows.Select(row => Cells(row)), Cells(profile.Total)]
            )
        );
        string cores = threads == 1 ? "one thread" : $"{Figures.Count(threads)} threads";
        report.Facts(
            ("allocated", AllocationText),
            ("peak", string.Create(CultureInfo.InvariantCulture, $"{profile.PeakGflops:0.0} GFLOP/s, {cores}")),
            ("clock", string.Create(CultureInfo.InvariantCulture, $"{1000 * profile.ClockMicroseconds:0} ns a reading, one in every time"))
        );
    }

    /// <summary>Writes them as members of a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("calls", profile.Calls);
        json.WriteNumber("clock_us", profile.ClockMicroseconds);
        json.WriteNumber("peak_gflops", profile.PeakGflops);
        json.WriteStartObject("total");
        WriteFigures(json, profile.Total);
        json.WriteEndObject();
        json.WriteStartArray("parts");
        foreach (ProfileRow row in profile.Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Part.Name);
            json.WriteString("kind", row.Part.Kind);
            json.WriteString("phase", Phase(row.Part));
            WriteFigures(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter json, ProfileRow row)
    {
        json.WriteNumber("min_us", row.Minimum);
        json.WriteNumber("p50_us", row.Median);
        json.WriteNumber("share", row.Share);
        json.WriteNumber("flops", row.Part.Flops);
        json.WriteNumber("bytes", row.Part.Bytes);
        json.WriteFinite("gflops", row.Gflops);
        json.WriteFinite("gb_per_s", row.Bandwidth);
        json.WriteNumber("roof_us", row.RoofMicroseconds);
        json.WriteFinite("roof_share", row.RoofShare);
        json.WriteString("bound", Bound(row));
        json.WriteFinite("allocated_bytes", row.AllocatedBytes);
    }

    private static IReadOnlyList<ReportCell> Cells(ProfileRow row) =>
        [
            Name(row.Part),
            new(Phase(row.Part), Tone.Quiet),
            Short(row.Minimum),
            Short(row.Median),
            (100 * row.Share).ToString("0.0", CultureInfo.InvariantCulture),
            row.Part.Flops > 0 ? Short(row.Part.Flops / 1e6) : "",
            Short(row.Part.Bytes / 1024.0),
            row.Gflops is { } gflops ? Short(gflops) : "",
            Short(row.Bandwidth),
            Figures.Count(100 * row.RoofShare),
            new(Bound(row), Tone.Quiet),
        ];

    private static string Name(ProfilePart part) => part.Name.Length <= LongestName ? part.Name : $"{part.Name[..(LongestName - 1)]}…";

    private static string Phase(ProfilePart part) => part.Phase.ToString().ToLowerInvariant();

    private static string Bound(ProfileRow row) => row.Bound.ToString().ToLowerInvariant();

    /// <summary>Four digits, and as many as it takes before the point; millions with an exponent.</summary>
    private static string Short(double number) =>
        number.ToString(
            number switch
            {
                < 10 => "0.000",
                < 100 => "0.00",
                < 1000 => "0.0",
                < 999_999.5 => "N0",
                _ => "0.000e0",
            },
            CultureInfo.InvariantCulture
        );
}
