using System.Text.Json;
using SpanNet.Cli.Commands;
using SpanNet.Cli.Reports;
using SpanNet.Diagnostics;

namespace SpanNet.Cli.Tests;

/// <summary><c>spannet profile</c>.</summary>
public sealed class ProfileTests(TrainedDigits digits) : IClassFixture<TrainedDigits>, IDisposable
{
    private static readonly string[] figures =
    [
        "min_us",
        "p50_us",
        "share",
        "flops",
        "bytes",
        "gflops",
        "gb_per_s",
        "roof_us",
        "roof_share",
        "bound",
        "allocated_bytes",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_process_of_its_own_allocates_nothing_and_its_figures_fit_together()
    {
        string trace = folder.File("trace.json");
        JsonElement json = Child
            .Run(Path.GetTempPath(), "profile", "mlp-s", "--batch", "8", "--seconds", "0.2", "--json", "--trace", trace)
            .AssertDone()
            .Json;
        Assert.Equal(
            ["network", "mode", "batch", "threads", "calls", "clock_us", "peak_gflops", "total", "parts"],
            json.EnumerateObject().Select(member => member.Name)
        );
        JsonElement[] parts = [.. json.GetProperty("parts").EnumerateArray()];
        Assert.Equal(
            ["input input", "dense forward", "dense2 forward", "loss loss", "dense2 backward", "dense backward", "update update"],
            parts.Select(part => $"{part.GetProperty("name").GetString()} {part.GetProperty("phase").GetString()}")
        );
        Assert.All(parts, part => Assert.Equal(["name", "kind", "phase", .. figures], part.EnumerateObject().Select(one => one.Name)));
        Assert.All(parts, part => Assert.Equal(0, part.GetProperty("allocated_bytes").GetInt64()));

        // By hand, batch 8: 2·784·128 and 2·128·10 forward; backward twice the second, and no gradient of the network's inputs.
        const long First = 8 * 2 * 784 * 128;
        const long Second = 8 * 2 * 128 * 10;
        Assert.Equal([0, First, Second, 0, 2 * Second, First, 0], parts.Select(part => part.GetProperty("flops").GetInt64()));

        double peak = json.GetProperty("peak_gflops").GetDouble();
        JsonElement total = json.GetProperty("total");
        Assert.Equal(figures, total.EnumerateObject().Select(one => one.Name));
        foreach (JsonElement part in parts.Append(total))
        {
            double minimum = Number(part, "min_us");
            Assert.InRange(minimum, 0.001, Number(part, "p50_us"));
            Assert.Equal(1, Number(part, "bytes") / 1e3 / minimum / Number(part, "gb_per_s"), 9);
            Assert.Equal(1, Number(part, "roof_us") / minimum / Number(part, "roof_share"), 9);
            Assert.True(Number(part, "roof_us") * 1.000001 >= Number(part, "flops") / 1e3 / peak);
            if (part.GetProperty("gflops").ValueKind != JsonValueKind.Null)
            {
                Assert.Equal(1, Number(part, "flops") / 1e3 / minimum / Number(part, "gflops"), 9);
            }
        }

        Assert.Equal(1, parts.Sum(part => Number(part, "share")), 6);
        Assert.InRange(Number(total, "min_us"), parts.Sum(part => Number(part, "min_us")) * 0.999, double.MaxValue);

        using JsonDocument events = JsonDocument.Parse(File.ReadAllBytes(trace));
        int calls = events
            .RootElement.GetProperty("traceEvents")
            .EnumerateArray()
            .Count(one => one.GetProperty("ph").GetString() == "X" && one.GetProperty("cat").GetString() == "call");
        Assert.Equal(200, calls);
    }

    [Theory]
    [InlineData("train", "adam, cross-entropy")]
    [InlineData("infer", "infer, batch 4")]
    public void The_table_fits_100_columns(string mode, string how)
    {
        CommandResult result = InProcess
            .Run("profile", digits.ModelFile, "--mode", mode, "--threads", "2", "--batch", "4", "--seconds", "0.02")
            .AssertDone();
        string[] words = ["64 → 256 → 10", how, "GFLOP/s", "roof", "bound", "forward", "all", "call", "2 threads", "clock"];
        Assert.All(words, word => Assert.Contains(word, result.Output, StringComparison.Ordinal));
        Assert.All(result.Lines.Where(line => !line.StartsWith("network", StringComparison.Ordinal)), Fits);
    }

    [Theory]
    [InlineData(0.001, 12, 16)]
    [InlineData(9.9e5, 99_000_000_000, 1_000_000_000)]
    [InlineData(1e6, 99_000_000_000, 1_500_000_000)]
    public void Long_names_and_large_numbers_fit_too(double time, long flops, long bytes)
    {
        var part = new ProfilePart("a-very-long-name-for-a-layer", "", ProfilePhase.Backward) { Flops = flops, Bytes = bytes };
        var row = new ProfileRow(part, time, 1.5 * time, 0.5)
        {
            RoofMicroseconds = 0.9 * time,
            Bound = RoofBound.Compute,
            AllocatedBytes = 1_234_567,
        };
        var profile = new Profile([row, row], time, time)
        {
            Calls = 65_536,
            ClockMicroseconds = 0.02,
            PeakGflops = 12_345,
        };
        using var output = new StringWriter { NewLine = "\n" };
        new ProfileReport(profile).Show(new PlainReport(output), [], threads: 64);
        Assert.Contains("allocated   2411.3 KiB a call, most in a-very-long-n… backward", output.ToString(), StringComparison.Ordinal);
        Assert.All(output.ToString().Split('\n'), Fits);
    }

    [Theory]
    [InlineData("profile", 2)]
    [InlineData("profile mpl-s", 1, "did you mean 'mlp-s'?")]
    [InlineData("profile none.safetensors", 1, "none.safetensors")]
    [InlineData("profile tiny --mode trian", 2, "did you mean 'train'?")]
    [InlineData("profile tiny --mode infer --loss mse", 2, "--loss", "--mode train")]
    [InlineData("profile tiny --batch 0", 2, "--batch")]
    [InlineData("profile tiny --trace", 2, "--trace")]
    [InlineData("profile tiny --trace /no/such/folder/x.json", 2, "/no/such/folder")]
    [InlineData("profile tiny --trace /tmp", 2, "is a folder")]
    [InlineData("profile tiny --trase x", 2, "did you mean '--trace'?")]
    public void Errors(string line, int exitCode, params string[] words)
    {
        CommandResult result = InProcess.Run(line.Split(' '));
        result.AssertFailed(exitCode, words);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public void A_cancelled_run_ends_at_once()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        InProcess.Run(draws: false, source.Token, "profile", "tiny", "--seconds", "3600").AssertFailed(130, "cancelled");
    }

    private static void Fits(string line) => Assert.InRange(line.Length, 0, 100);

    private static double Number(JsonElement part, string name) => part.GetProperty(name).GetDouble();
}
