using System.Diagnostics;
using System.Globalization;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Benchmarks;

/// <summary>
/// SpanNet's side of the comparison with its peers: reads lines <c>train|infer NETWORK BATCH SECONDS</c> and answers each with minimum,
/// median, p99 and p99.9 of the microseconds that one call took.
/// </summary>
public static class Worker
{
    private const int WarmUpCalls = 30;

    /// <summary>Answers until the input ends.</summary>
    public static void Serve(TextReader input, TextWriter output)
    {
        var workloads = new Dictionary<string, Workload>();
        double[] times = new double[1 << 22];
        output.WriteLine($"spannet {typeof(ThreadTeam).Assembly.GetName().Version} on .NET {Environment.Version}, {SimdWidth.Lanes} lanes");
        while (input.ReadLine()?.Split(' ') is [var kind, var network, var batch, var seconds])
        {
            string key = $"{kind} {network} {batch}";
            if (!workloads.TryGetValue(key, out Workload? workload))
            {
                int rows = int.Parse(batch, CultureInfo.InvariantCulture);
                workloads[key] = workload = new Workload(network, rows, kind == "train", ThreadTeam.Single);
            }

            Span<double> sorted = Measure(workload, double.Parse(seconds, CultureInfo.InvariantCulture), times);
            sorted.Sort();
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sorted[0]:F3} {sorted[sorted.Length / 2]:F3} {sorted[(int)(sorted.Length * 0.99)]:F3} {sorted[(int)(sorted.Length * 0.999)]:F3}"
                )
            );
        }
    }

    private static Span<double> Measure(Workload workload, double seconds, double[] times)
    {
        for (int i = 0; i < WarmUpCalls; i++)
        {
            workload.Run();
        }

        int count = 0;
        long end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        long now = 0;
        while (now < end && count < times.Length)
        {
            long start = Stopwatch.GetTimestamp();
            workload.Run();
            now = Stopwatch.GetTimestamp();
            times[count++] = (now - start) * 1e6 / Stopwatch.Frequency;
        }

        return times.AsSpan(0, count);
    }
}
