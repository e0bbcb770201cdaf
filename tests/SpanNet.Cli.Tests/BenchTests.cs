using System.Text.Json;

namespace SpanNet.Cli.Tests;

/// <summary><c>spannet bench</c>.</summary>
public sealed class BenchTests(TrainedDigits digits) : IClassFixture<TrainedDigits>
{
    private static readonly string[] keys =
    [
        "network",
        "mode",
        "batch",
        "threads",
        "min_us",
        "p50_us",
        "p90_us",
        "p99_us",
        "p999_us",
        "max_us",
        "samples_per_s",
        "gflops",
        "peak_gflops",
        "allocated_bytes",
        "collections",
    ];

    [Theory]
    [InlineData("train", "mlp-s")]
    [InlineData("infer", "tiny")]
    public void A_process_of_its_own_allocates_nothing_and_its_figures_fit_together(string mode, string network)
    {
        JsonElement json = Child
            .Run(Path.GetTempPath(), "bench", network, "--mode", mode, "--batch", "8", "--seconds", "0.3", "--json")
            .AssertDone()
            .Json;
        Assert.Equal(keys, json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(network, json.GetProperty("network").GetString());
        Assert.Equal(mode, json.GetProperty("mode").GetString());
        Assert.Equal(8, json.GetProperty("batch").GetInt32());
        Assert.Equal(1, json.GetProperty("threads").GetInt32());
        Assert.Equal(0, json.GetProperty("allocated_bytes").GetInt64());
        Assert.Equal(0, json.GetProperty("collections").GetInt32());

        double[] times = [.. keys[4..10].Select(key => json.GetProperty(key).GetDouble())];
        Assert.True(times[0] > 0);
        Assert.Equal(times.Order(), times);

        // The mean lies between the shortest and the longest call.
        double samples = json.GetProperty("samples_per_s").GetDouble();
        Assert.InRange(samples, 8e6 / times[^1], 8e6 / times[0]);

        // By hand: 2·(784·128 + 128·10), three times, less the gradient of the inputs; 2·(16·32 + 32·32 + 32·4).
        double flops = mode == "train" ? (6.0 * ((784 * 128) + 1280)) - (2.0 * 784 * 128) : 2.0 * (512 + 1024 + 128);
        double gflops = json.GetProperty("gflops").GetDouble();
        Assert.Equal(1, gflops / (samples * flops / 1e9), 3);
        Assert.InRange(gflops, 0.01, json.GetProperty("peak_gflops").GetDouble());
    }

    [Fact]
    public void Plain_lines_name_the_network_and_every_figure()
    {
        CommandResult result = InProcess.Run("bench", digits.ModelFile, "--threads", "2", "--batch", "4", "--seconds", "0.02").AssertDone();
        foreach (
            string word in (string[])["64 → 256 → 10", "adam, cross-entropy", "p99.9", "samples/s", "% of the", "2 threads", "allocated"]
        )
        {
            Assert.Contains(word, result.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("cross-entropy")]
    [InlineData("binary-cross-entropy")]
    [InlineData("hinge")]
    [InlineData("huber")]
    public void Every_loss_gets_targets_that_suit_it(string loss) =>
        InProcess.Run("bench", "tiny", "--loss", loss, "--optimizer", "rmsprop", "--seconds", "0.01").AssertDone();

    [Theory]
    [InlineData("bench", 2)]
    [InlineData("bench mpl-s", 1, "did you mean 'mlp-s'?")]
    [InlineData("bench none.safetensors", 1, "none.safetensors")]
    [InlineData("bench tiny --mode trian", 2, "did you mean 'train'?")]
    [InlineData("bench tiny --mode infer --optimizer adam", 2, "--optimizer", "--mode train")]
    [InlineData("bench tiny --mode infer --loss mse", 2, "--loss", "--mode train")]
    [InlineData("bench tiny --optimizer adm", 2, "did you mean 'adam'?")]
    [InlineData("bench tiny --loss msee", 2, "did you mean 'mse'?")]
    [InlineData("bench tiny --batch 0", 2, "--batch")]
    [InlineData("bench tiny --seconds 0", 2, "--seconds")]
    [InlineData("bench tiny --thread 2", 2, "did you mean '--threads'?")]
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
        InProcess.Run(draws: false, source.Token, "bench", "tiny", "--seconds", "3600").AssertFailed(130, "cancelled");
    }
}
