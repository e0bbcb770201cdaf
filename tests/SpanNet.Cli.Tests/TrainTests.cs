using System.Security.Cryptography;
using System.Text.Json;

namespace SpanNet.Cli.Tests;

/// <summary>Training on the digits.</summary>
public sealed class TrainTests(TrainedDigits digits) : IClassFixture<TrainedDigits>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_defaults_learn_the_digits_of_unknown_writers()
    {
        JsonElement end = digits.Result.Json;
        Assert.InRange(end.GetProperty("test_accuracy").GetDouble(), 0.91, 1);
        Assert.Equal(500, end.GetProperty("test_samples").GetInt32());
    }

    [Fact]
    public void Json_has_a_line_for_each_epoch_and_one_at_the_end()
    {
        JsonElement[] lines = [.. digits.Result.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement end = lines[^1];
        Assert.Equal(lines.Length - 1, end.GetProperty("epochs").GetInt32());
        for (int i = 0; i < lines.Length - 1; i++)
        {
            Assert.Equal(i + 1, lines[i].GetProperty("epoch").GetInt32());
            foreach (
                string name in (string[])["train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "samples_per_second"]
            )
            {
                Assert.Equal(JsonValueKind.Number, lines[i].GetProperty(name).ValueKind);
            }
        }

        foreach (string name in (string[])["test_accuracy", "test_loss", "seconds", "allocated_bytes", "best_epoch", "seed"])
        {
            Assert.Equal(JsonValueKind.Number, end.GetProperty(name).ValueKind);
        }

        Assert.Equal(digits.ModelFile, end.GetProperty("model_file").GetString());
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(digits.ModelFile)));
        Assert.Equal(hash, end.GetProperty("model_sha256").GetString());
    }

    [Fact]
    public void Best_epoch_is_the_one_of_lowest_validation_loss()
    {
        JsonElement[] epochs = [.. digits.Result.Lines[..^1].Select(line => JsonDocument.Parse(line).RootElement)];
        int best = epochs.MinBy(epoch => epoch.GetProperty("validation_loss").GetDouble()).GetProperty("epoch").GetInt32();
        Assert.Equal(best, digits.Result.Json.GetProperty("best_epoch").GetInt32());
    }

    [Fact]
    public void The_same_seed_gives_the_same_file_for_any_number_of_threads()
    {
        string two = folder.File("two.safetensors");
        InProcess.Run("train", "--json", "--threads", "2", "--out", two).AssertDone();
        Assert.Equal(File.ReadAllBytes(digits.ModelFile), File.ReadAllBytes(two));
    }

    [Fact]
    public void Another_seed_gives_another_file()
    {
        string other = folder.File("other.safetensors");
        InProcess.Run("train", "--json", "--seed", "2", "--out", other).AssertDone();
        Assert.NotEqual(File.ReadAllBytes(digits.ModelFile), File.ReadAllBytes(other));
    }

    [Fact]
    public void Options_reach_the_run()
    {
        CommandResult result = InProcess.Run([
            "train",
            "--epochs",
            "3",
            "--batch",
            "100",
            "--lr",
            "0.05",
            "--optimizer",
            "momentum",
            "--seed",
            "9",
            "--out",
            folder.File("o.safetensors"),
        ]);
        string text = result.AssertDone().Output;
        Assert.Contains("momentum, rate 0.05, batch 100, cross-entropy with label smoothing 0.1, seed 9", text, StringComparison.Ordinal);
        Assert.Contains("after 3 epochs", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_optimizer_brings_its_own_rate()
    {
        CommandResult result = InProcess.Run("train", "--epochs", "1", "--optimizer", "sgd", "--out", folder.File("o.safetensors"));
        Assert.Contains("sgd, rate 0.01,", result.AssertDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_accuracy_ends_the_run()
    {
        CommandResult result = InProcess.Run("train", "--json", "--target-accuracy", "0.5", "--out", folder.File("o.safetensors"));
        JsonElement end = result.AssertDone().Json;
        Assert.Equal("target-reached", end.GetProperty("stopped").GetString());
        Assert.InRange(end.GetProperty("epochs").GetInt32(), 1, 10);
    }

    [Fact]
    public void Patience_ends_the_run()
    {
        CommandResult result = InProcess.Run(
            "train",
            "--json",
            "--patience",
            "1",
            "--epochs",
            "500",
            "--out",
            folder.File("o.safetensors")
        );
        JsonElement end = result.AssertDone().Json;
        Assert.Equal("plateau", end.GetProperty("stopped").GetString());
        Assert.Equal(end.GetProperty("epochs").GetInt32() - 1, end.GetProperty("best_epoch").GetInt32());
    }

    [Fact]
    public void Without_validation_the_training_loss_decides()
    {
        CommandResult result = InProcess.Run("train", "--validation", "0", "--epochs", "2", "--out", folder.File("o.safetensors"));
        Assert.Contains("1,297 samples to train, 0 to validate, 500 to test", result.AssertDone().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("validation loss", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_before_the_first_step_it_still_saves()
    {
        string file = folder.File("c.safetensors");
        CommandResult result = InProcess.Run(draws: false, new CancellationToken(canceled: true), "train", "--json", "--out", file);
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("cancelled", result.Json.GetProperty("stopped").GetString());
        InProcess.Run("eval", file, "--json").AssertDone();
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_one_line_and_saves_nothing()
    {
        string file = folder.File("bad.safetensors");
        CommandResult result = InProcess.Run("train", "--optimizer", "sgd", "--lr", "1e30", "--out", file);
        result.AssertFailed(1, "loss is", "Step");
        Assert.False(File.Exists(file));
    }
}
