using System.Diagnostics;
using System.Globalization;
using SpanNet.Kernels.Simd;
using SpanNet.Testing;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>
/// Holds works to their floors. A figure at its floor or above counts whenever it was reached; one below counts only when the core
/// was quiet, and only when a process of its own, with other memory pages, finds the same.
/// </summary>
internal static class GuardCheck
{
    private const int Rounds = 12;
    private const int Attempts = 4;

    /// <summary>Rounds on a quiet core after which a work that is still below its floor has lost its speed.</summary>
    private const int EnoughQuietRounds = 8;

    /// <summary>Processes that look, the first included.</summary>
    private const int Looks = 5;

    private const string LookVariable = "SPANNET_GUARD_LOOK";

    private static readonly TimeSpan pause = TimeSpan.FromSeconds(25);

    /// <summary>Checks the works called <paramref name="names"/>, all when none are; the exit status.</summary>
    public static int Run(double slower, IReadOnlyCollection<string> names)
    {
        var watch = Stopwatch.StartNew();
        List<GuardedWork> works = [.. GuardedWork.All.Where(work => names.Count == 0 || names.Contains(work.Name))];
        if (works.Count < names.Count)
        {
            Console.Error.WriteLine($"guard: unknown work among '{string.Join("', '", names)}'");
            return 2;
        }

        string processor = GuardedProcessor.Name;
        List<Floors> all = [.. Floors.Read().Where(floors => floors.Lanes == SimdWidth.Lanes)];
        Floors? own = all.Find(floors => floors.Processor == processor);
        Floors? floors = own ?? all.FirstOrDefault();
        double FloorOf(GuardedWork work) => floors?.Least.GetValueOrDefault(work.Name) ?? 0;
        Console.WriteLine($"guard: {processor}, {SimdWidth.Lanes} lanes{(slower > 0 ? $", every work slower by {slower:P0}" : "")}");

        using var guard = new Guard(works, slower);
        Dictionary<GuardedWork, Allocations> allocated = guard.Allocated();
        var figures = works.ToDictionary(work => work, _ => default(Figure));
        List<GuardedWork> below = [.. works];
        for (int attempt = 1; attempt <= Attempts && below.Count > 0; attempt++)
        {
            foreach ((GuardedWork work, Figure figure) in guard.Measure(below, attempt * Rounds, floors?.QuietRate ?? 0))
            {
                figures[work] = figures[work].And(figure);
            }

            below.RemoveAll(work => figures[work].Share >= FloorOf(work));
        }

        List<GuardedWork> slow = [.. below.Where(work => figures[work].QuietRounds >= EnoughQuietRounds)];
        foreach (GuardedWork work in works)
        {
            string verdict =
                slow.Contains(work) ? $"  BELOW, in {figures[work].QuietRounds} quiet rounds"
                : below.Contains(work) ? "  below, but the core was shared"
                : "";
            string bytes = allocated[work] == Allocations.None ? "" : $"  ALLOCATES {allocated[work].Bytes} bytes";
            Console.WriteLine(
                $"  {work.Name, -28} {figures[work].Share, 6:F3} of {work.Yardstick, -7}  floor {FloorOf(work), 5:F3}{verdict}{bytes}"
            );
        }

        int allocating = allocated.Values.Count(allocations => allocations != Allocations.None);
        Console.WriteLine(
            $"guard: {works.Count - below.Count} works at their floors or above, {below.Count} below, {allocating} allocate; {watch.Elapsed.TotalSeconds:F0} s"
        );
        if (own is null)
        {
            ExplainNoFloors(floors, processor);
            return allocating > 0 ? 1 : 0;
        }

        return allocating > 0 ? 1
            : below.Count > 0 ? LookAgain(slower, below, slow, own)
            : 0;
    }

    /// <summary>More processes look at what was below, minutes apart from the first; what the last one finds holds.</summary>
    private static int LookAgain(double slower, List<GuardedWork> below, List<GuardedWork> slow, Floors own)
    {
        int look = int.TryParse(Environment.GetEnvironmentVariable(LookVariable), CultureInfo.InvariantCulture, out int number)
            ? number
            : 1;
        if (look < Looks)
        {
            Console.WriteLine($"guard: looking at these again in {pause.TotalSeconds:F0} s, in a process of its own");
            Thread.Sleep(pause);
            string[] slowed = slower > 0 ? ["--slow", slower.ToString(CultureInfo.InvariantCulture)] : [];
            return GuardProcess.Run(
                [.. slowed, .. below.Select(work => work.Name)],
                (LookVariable, (look + 1).ToString(CultureInfo.InvariantCulture))
            );
        }

        Console.WriteLine(
            slow.Count > 0
                ? $"A work below its floor lost 15 % or more of what it had on {own.Date}. If that is meant, take new floors: guard --refresh"
                : "Another guest had a share of this core all the time: works below their floors are not judged, run the guard again when it is quiet."
        );
        return slow.Count > 0 ? 1 : 0;
    }

    private static void ExplainNoFloors(Floors? floors, string processor) =>
        Console.WriteLine(
            $"No floors for '{processor}' at {SimdWidth.Lanes} lanes yet, so speed cannot fail here, only allocations can. "
                + (floors is null ? "" : $"Shown are those of '{floors.Processor}'. ")
                + "Fractions of the peak transfer well between processors of one vector width, those of bandwidth and latency roughly. "
                + "To guard this one: guard --refresh, and commit benchmarks/floors.json."
        );
}
