using System.Globalization;
using SpanNet.Benchmarks.Works;
using SpanNet.Kernels.Machine;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Benchmarks.Comparison;

/// <summary>
/// SpanNet's side of the comparison with its peers. Reads lines <c>WORK SECONDS</c> and answers each with the least, median, p99 and
/// p99.9 of the microseconds of a call and its floating-point operations; <c>peak</c> is answered with GFLOP/s of one core.
/// </summary>
internal static class Worker
{
    /// <summary>Answers until the input ends.</summary>
    public static void Serve(TextReader input, TextWriter output)
    {
        var works = new Dictionary<string, Work>(StringComparer.Ordinal);
        var timer = new WorkTimer();
        output.WriteLine($"SpanNet {typeof(ThreadTeam).Assembly.GetName().Version} on .NET {Environment.Version}, {SimdWidth.Lanes} lanes");
        while (input.ReadLine() is { } line)
        {
            if (line == "peak")
            {
                Write(output, MachineLimits.PeakGflops());
                continue;
            }

            int end = line.LastIndexOf(' ');
            string name = line[..end];
            double seconds = double.Parse(line[(end + 1)..], CultureInfo.InvariantCulture);
            if (!works.TryGetValue(name, out Work? work))
            {
                works[name] = work = WorkName.Create(name);
                WorkTimer.WarmUp(work);
            }

            double best = WorkTimer.Best(work, seconds / 2);
            timer.Measure(work, seconds / 2);
            Write(output, best, timer.Quantile(0.5), timer.Quantile(0.99), timer.Quantile(0.999), work.Flops);
        }
    }

    private static void Write(TextWriter output, params ReadOnlySpan<double> figures)
    {
        foreach (double figure in figures)
        {
            output.Write(figure.ToString("0.#####", CultureInfo.InvariantCulture));
            output.Write(' ');
        }

        output.WriteLine();
        output.Flush();
    }
}
