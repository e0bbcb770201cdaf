using System.Globalization;

namespace SpanNet.Cli.Commands;

/// <summary>One cache of the first core.</summary>
/// <param name="Level">1 to 3, or 4.</param>
/// <param name="Kind">data, instruction or unified.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Cores">Cores that share it.</param>
internal sealed record CacheSize(int Level, string Kind, long Bytes, int Cores)
{
    private const string Folder = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>All that Linux tells of; empty elsewhere.</summary>
    public static IReadOnlyList<CacheSize> ReadAll()
    {
        List<CacheSize> caches = [];
        while (Read($"{Folder}/index{caches.Count}") is CacheSize cache)
        {
            caches.Add(cache);
        }

        return caches;
    }

    /// <summary>Bytes from "48K" or "32M"; 0 when it is neither.</summary>
    public static long ParseBytes(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int shift =
            trimmed.EndsWith("K", StringComparison.Ordinal) ? 10
            : trimmed.EndsWith("M", StringComparison.Ordinal) ? 20
            : 0;
        return long.TryParse(shift == 0 ? trimmed : trimmed[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number << shift
            : 0;
    }

    private static CacheSize? Read(string folder) =>
        LinuxFile.TryRead($"{folder}/size") is string size
        && int.TryParse(LinuxFile.TryRead($"{folder}/level"), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int level)
            ? new(
                level,
                LinuxFile.TryRead($"{folder}/type")?.Trim().ToLowerInvariant() ?? "unified",
                ParseBytes(size),
                CoreCount.CountList(LinuxFile.TryRead($"{folder}/shared_cpu_list")) ?? 1
            )
            : null;
}
