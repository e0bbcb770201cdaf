using System.Globalization;
using SpanNet.Kernels.Simd;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>Takes new floors.</summary>
internal static class GuardRefresh
{
    /// <summary>What a child process is told that has narrower vectors.</summary>
    public const string WidthOption = "--refresh-width";

    private const int Rounds = 12;
    private const int Attempts = 5;

    /// <summary>Narrower vectors than a processor has. Not 128 bits on x86: without AVX2 it has no fused operation.</summary>
    private static readonly (int Lanes, string Switch)[] narrower = [(8, "DOTNET_EnableAVX512")];

    /// <summary>The second least of some attempts, where a check takes the best of some: noise can hardly fail a check, and one bad attempt cannot make it blind.</summary>
    public static int Run(bool alsoNarrower)
    {
        using (var guard = new Guard(GuardedWork.All, 0))
        {
            guard.Allocated();
            var rates = new List<double>();
            var attempts = new List<Dictionary<GuardedWork, Figure>>();
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                rates.Add(CoreQuiet.Rate());
                attempts.Add(guard.Measure(GuardedWork.All, Rounds, 0));
            }

            var least = new SortedDictionary<string, double>(StringComparer.Ordinal);
            foreach (GuardedWork work in GuardedWork.All)
            {
                double[] shares = [.. attempts.Select(attempt => attempt[work].Share).Order()];
                least[work.Name] = Math.Round((1 - Floors.Slack) * shares[1], 4);
                Console.WriteLine(
                    $"  {work.Name, -28} {shares[0], 6:F3} to {shares[^1], 6:F3} of {work.Yardstick}, floor {least[work.Name]:F3}"
                );
            }

            string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            double quiet = Math.Round(rates.Order().ElementAt(Attempts / 2), 3);
            new Floors(GuardedProcessor.Name, SimdWidth.Lanes, date, quiet, least).Write();
            Console.WriteLine($"{Floors.File}: floors of {GuardedProcessor.Name} at {SimdWidth.Lanes} lanes, quiet rate {quiet:F3}");
        }

        return alsoNarrower
            ? narrower
                .Where(width => width.Lanes < SimdWidth.Lanes)
                .Select(width => GuardProcess.Run([WidthOption], (width.Switch, "0")))
                .DefaultIfEmpty(0)
                .Max()
            : 0;
    }
}
