using System.Globalization;

namespace SpanNet.Cli.Commands;

/// <summary>Cores, as the operating system counts them: hardware threads.</summary>
/// <param name="Machine">Those that the machine has.</param>
/// <param name="Allowed">Those that the runtime takes this process to have.</param>
/// <param name="Affinity">Those that the process is bound to; null: not known here.</param>
/// <param name="Quota">Cores' worth of time that the container may spend; null: no limit.</param>
internal sealed record CoreCount(int Machine, int Allowed, int? Affinity, double? Quota)
{
    /// <summary>Those of this machine and process.</summary>
    public static CoreCount Read() =>
        new(
            CountList(LinuxFile.TryRead("/sys/devices/system/cpu/online")) ?? Environment.ProcessorCount,
            Environment.ProcessorCount,
            CountList(LinuxFile.Value(LinuxFile.TryRead("/proc/self/status"), "Cpus_allowed_list")),
            ParseQuota(LinuxFile.TryRead("/sys/fs/cgroup/cpu.max"))
        );

    /// <summary>How many numbers "0-3,8" names: 5; null when it is no such list.</summary>
    public static int? CountList(string? text)
    {
        int count = 0;
        foreach (string range in (text ?? "").Trim().Split(','))
        {
            string[] ends = range.Split('-');
            if (ends.Length > 2 || !TryParse(ends[0], out int first) || !TryParse(ends[^1], out int last) || last < first)
            {
                return null;
            }

            count += last - first + 1;
        }

        return count;
    }

    /// <summary>1.5 from "150000 100000", microseconds of each period; null from "max 100000".</summary>
    public static double? ParseQuota(string? text) =>
        (text ?? "").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is [var time, var period]
        && TryParse(time, out int spend)
        && TryParse(period, out int every)
        && every > 0
            ? (double)spend / every
            : null;

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
