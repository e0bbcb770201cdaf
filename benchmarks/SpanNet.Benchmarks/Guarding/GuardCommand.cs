using System.Diagnostics;
using System.Globalization;
using SpanNet.Kernels.Simd;
using SpanNet.Testing;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>
/// <c>guard</c>: fails when a hot work allocates, or when it is below its committed floor. <c>guard --refresh</c>: takes this
/// machine's figures less 15 % as its floors, at each vector width it has. <c>guard --slow 0.3</c>: makes each work slower by that
/// fraction, which must fail.
/// </summary>
internal static class GuardCommand
{
    private const int Rounds = 12;
    private const int Attempts = 4;
    private const int RefreshAttempts = 5;

    /// <summary>Narrower vectors than a processor has, for <c>--refresh</c>. Not 128 bits on x86: without AVX2 it has no fused operation.</summary>
    private static readonly (int Lanes, string Switch)[] narrower = [(8, "DOTNET_EnableAVX512")];

    /// <summary>Runs it; the exit status.</summary>
    public static int Run(ReadOnlySpan<string> options)
    {
        switch (options)
        {
            case []:
                return Check(0);
            case ["--slow", var text] when double.TryParse(text, CultureInfo.InvariantCulture, out double slower) && slower > 0:
                return Check(slower);
            case ["--refresh"]:
                return Refresh(alsoNarrower: true);
            case ["--refresh-width"]:
                return Refresh(alsoNarrower: false);
            default:
                Console.Error.WriteLine("usage: guard [--refresh | --slow FRACTION]");
                return 2;
        }
    }

    private static int Check(double slower)
    {
        var watch = Stopwatch.StartNew();
        string processor = GuardedProcessor.Name;
        List<Floors> all = [.. Floors.Read().Where(floors => floors.Lanes == SimdWidth.Lanes)];
        Floors? own = all.Find(floors => floors.Processor == processor);
        Floors? floors = own ?? all.FirstOrDefault();
        Console.WriteLine($"guard: {processor}, {SimdWidth.Lanes} lanes{(slower > 0 ? $", every work slower by {slower:P0}" : "")}");

        using var guard = new Guard(slower);
        Dictionary<GuardedWork, Allocations> allocated = guard.Allocated();
        var best = GuardedWork.All.ToDictionary(work => work, _ => 0.0);
        double LeastOf(GuardedWork work) => floors?.Least.GetValueOrDefault(work.Name) ?? 0;
        List<GuardedWork> below = [.. GuardedWork.All];
        for (int attempt = 1; attempt <= Attempts && below.Count > 0; attempt++)
        {
            foreach ((GuardedWork work, double share) in guard.Measure(below, attempt * Rounds))
            {
                best[work] = Math.Max(best[work], share);
            }

            below.RemoveAll(work => best[work] >= LeastOf(work));
        }

        foreach (GuardedWork work in GuardedWork.All)
        {
            string verdict = best[work] < LeastOf(work) ? "  BELOW" : "";
            string bytes = allocated[work] == Allocations.None ? "" : $"  ALLOCATES {allocated[work].Bytes} bytes";
            Console.WriteLine(
                $"  {work.Name, -28} {best[work], 6:F3} of {work.Yardstick, -7}  floor {LeastOf(work), 5:F3}{verdict}{bytes}"
            );
        }

        int allocating = allocated.Values.Count(allocations => allocations != Allocations.None);
        Console.WriteLine(
            $"guard: {GuardedWork.All.Count - below.Count} works at their floors or above, {below.Count} below, {allocating} allocate; {watch.Elapsed.TotalSeconds:F0} s"
        );
        Explain(own, floors, processor, below);
        return allocating > 0 || (own is not null && below.Count > 0) ? 1 : 0;
    }

    private static void Explain(Floors? own, Floors? floors, string processor, List<GuardedWork> below)
    {
        if (own is not null && below.Count > 0)
        {
            Console.WriteLine(
                $"A work below its floor lost 15 % or more of what it had on {own.Date}. If that is meant, take new floors: guard --refresh"
            );
        }
        else if (own is null)
        {
            Console.WriteLine(
                $"No floors for '{processor}' at {SimdWidth.Lanes} lanes yet, so speed cannot fail here, only allocations can. "
                    + (floors is null ? "" : $"Shown are those of '{floors.Processor}'. ")
                    + "Fractions of the peak transfer well between processors of one vector width, those of bandwidth and latency roughly. "
                    + "To guard this one: guard --refresh, and commit benchmarks/floors.json."
            );
        }
    }

    /// <summary>The second least of some attempts, where a check takes the best of some: noise can hardly fail a check, and one bad attempt cannot make it blind.</summary>
    private static int Refresh(bool alsoNarrower)
    {
        using (var guard = new Guard(0))
        {
            guard.Allocated();
            var attempts = Enumerable.Range(0, RefreshAttempts).Select(_ => guard.Measure(GuardedWork.All, Rounds)).ToList();
            var least = new SortedDictionary<string, double>(StringComparer.Ordinal);
            foreach (GuardedWork work in GuardedWork.All)
            {
                double[] shares = [.. attempts.Select(attempt => attempt[work]).Order()];
                least[work.Name] = Math.Round((1 - Floors.Slack) * shares[1], 4);
                Console.WriteLine(
                    $"  {work.Name, -28} {shares[0], 6:F3} to {shares[^1], 6:F3} of {work.Yardstick}, floor {least[work.Name]:F3}"
                );
            }

            string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            new Floors(GuardedProcessor.Name, SimdWidth.Lanes, date, least).Write();
            Console.WriteLine($"{Floors.File}: floors of {GuardedProcessor.Name} at {SimdWidth.Lanes} lanes");
        }

        return alsoNarrower
            ? narrower.Where(width => width.Lanes < SimdWidth.Lanes).Select(width => RefreshWithout(width.Switch)).DefaultIfEmpty(0).Max()
            : 0;
    }

    private static int RefreshWithout(string instructions)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["guard", "--refresh-width"]);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(GuardCommand).Assembly.Location);
        }

        start.Environment[instructions] = "0";
        using Process child = Process.Start(start)!;
        child.WaitForExit();
        return child.ExitCode;
    }
}
