using System.Globalization;

namespace SpanNet.Cli.Reports;

/// <summary>Numbers as people read them, the same in every country.</summary>
internal static class Figures
{
    /// <summary>92.40 %.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00} %");

    /// <summary>1,097.</summary>
    public static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>0.2871; very small and very large ones with an exponent.</summary>
    public static string Real(double number) =>
        number.ToString(number != 0 && Math.Abs(number) is < 0.001 or >= 1e6 ? "0.000e+0" : "0.0000", CultureInfo.InvariantCulture);

    /// <summary>1,234 bytes, 12.3 KiB, 4.5 MiB.</summary>
    public static string Bytes(long bytes) =>
        bytes switch
        {
            < 10_000 => $"{Count(bytes)} bytes",
            < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):0.0} MiB"),
        };

    /// <summary>0.31 s, 2:05 min.</summary>
    public static string Time(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00} min");

    /// <summary>Accuracy as 92.40 %, R² as 0.9240.</summary>
    public static string Score(double score, bool isShare) => isShare ? Percent(score) : Real(score);
}
