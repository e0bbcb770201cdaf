using System.Security.Cryptography;
using System.Text.Json;
using SpanNet.Models;
using SpanNet.Planning;

namespace SpanNet.Cli.Tests;

/// <summary>Training that goes on from a model file.</summary>
public sealed class FineTuneTests(TrainedDigits digits) : IClassFixture<TrainedDigits>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_begins_where_the_model_is()
    {
        JsonElement first = JsonDocument.Parse(digits.Result.Lines[0]).RootElement;
        CommandResult result = Train("--json", "--epochs", "1", "--from", digits.ModelFile).AssertDone();
        JsonElement epoch = JsonDocument.Parse(result.Lines[0]).RootElement;
        Assert.True(epoch.GetProperty("train_accuracy").GetDouble() > first.GetProperty("train_accuracy").GetDouble() + 0.1);
    }

    [Fact]
    public void What_is_frozen_keeps_its_bits_and_the_record_tells_of_it()
    {
        string text = Train("--epochs", "2", "--from", digits.ModelFile, "--freeze", "dense,dense2.bias", "--ema", "0.5")
            .AssertDone()
            .Output;
        Assert.Contains("digits.safetensors: 64 → 256 → 10, 19,210 parameters, 16,650 of them frozen", text, StringComparison.Ordinal);
        using Model before = ModelFile.Load(digits.ModelFile);
        using Model after = ModelFile.Load(folder.File("o.safetensors"));
        Assert.All(
            before.Parameters.Parameters,
            parameter =>
                Assert.Equal(parameter.Name != "dense2.weight", Values(before, parameter.Name).SequenceEqual(Values(after, parameter.Name)))
        );
        Assert.Equal("dense,dense2.bias", after.Run!.Options["freeze"]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(digits.ModelFile))), after.Run.Options["from"]);
        InProcess.Run("eval", folder.File("o.safetensors"), "--json").AssertDone();
    }

    [Fact]
    public void The_same_start_gives_the_same_file_and_may_be_replaced_by_name()
    {
        string start = folder.Write("start.safetensors", File.ReadAllBytes(digits.ModelFile));
        Train("--epochs", "1", "--threads", "2", "--from", start).AssertDone();
        InProcess.Run("train", "--epochs", "1", "--threads", "1", "--from", start, "--out", start).AssertDone();
        Assert.Equal(File.ReadAllBytes(folder.File("o.safetensors")), File.ReadAllBytes(start));
    }

    [Fact]
    public void A_table_is_read_as_that_which_was_learned()
    {
        string model = folder.File("flowers.safetensors");
        string table = folder.Write("flowers.csv", TestTables.Flowers(150));
        InProcess.Run("train", "--data", table, "--epochs", "30", "--out", model, "--json").AssertDone();

        // Fewer rows, one colour less, other columns first: what the weights know stays true.
        string[] rows = TestTables.Flowers(60).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string few = folder.Write("few.csv", string.Join('\n', rows.Where(row => !row.Contains("yellow", StringComparison.Ordinal))));
        CommandResult result = Train("--data", few, "--from", model, "--epochs", "1", "--lr", "0.0001", "--json").AssertDone();
        Assert.InRange(JsonDocument.Parse(result.Lines[0]).RootElement.GetProperty("train_accuracy").GetDouble(), 0.9, 1);
        using Model before = ModelFile.Load(model);
        using Model after = ModelFile.Load(folder.File("o.safetensors"));
        Assert.Equal(before.Scaling.Offset, after.Scaling.Offset);
        Assert.Equal(before.Table!.InputLength, after.Table!.InputLength);

        JsonElement measured = InProcess.Run("eval", folder.File("o.safetensors"), "--json").AssertDone().Json;
        Assert.Equal(result.Json.GetProperty("test_loss").GetDouble(), measured.GetProperty("loss").GetDouble());
    }

    [Theory]
    [InlineData("")]
    [InlineData("dense")]
    [InlineData("dense2")]
    public void Numbers_keep_their_unit(string frozen)
    {
        string model = folder.File("prices.safetensors");
        string table = folder.Write("prices.csv", TestTables.Prices(300, factor: 1000, offset: 50000));
        JsonElement first = InProcess.Run("train", "--data", table, "--epochs", "100", "--out", model, "--json").AssertDone().Json;
        string[] options = ["--data", table, "--from", model, "--epochs", "1", "--lr", "1e-6", "--optimizer", "sgd", "--json"];
        JsonElement end = Train([.. options, .. frozen.Length > 0 ? (string[])["--freeze", frozen] : []]).AssertDone().Json;
        Assert.Equal(first.GetProperty("test_r2").GetDouble(), end.GetProperty("test_r2").GetDouble(), 0.01);
        if (frozen.Length > 0)
        {
            using Model before = ModelFile.Load(model);
            using Model after = ModelFile.Load(folder.File("o.safetensors"));
            Assert.Equal(Values(before, $"{frozen}.weight"), Values(after, $"{frozen}.weight"));
        }
    }

    [Fact]
    public void A_text_is_gone_on_with()
    {
        string model = folder.File("book.safetensors");
        string book = folder.Write("book.txt", TestTexts.Sentences(20));
        InProcess.Run("train", "--data", $"text:{book}", "--epochs", "1", "--out", model, "--json").AssertDone();
        string more = folder.Write("more.txt", new string('a', 200));
        Train("--data", $"text:{more}", "--from", model, "--epochs", "1", "--json").AssertDone();
        string foreign = folder.Write("foreign.txt", new string('Q', 200));
        Train("--data", $"text:{foreign}", "--from", model).AssertFailed(1, "foreign.txt", "'Q' (U+0051)");
    }

    [Fact]
    public void What_does_not_fit_the_model_is_refused()
    {
        string flowers = folder.Write("flowers.csv", TestTables.Flowers(60));
        string model = folder.File("flowers.safetensors");
        InProcess.Run("train", "--data", flowers, "--epochs", "1", "--out", model, "--json").AssertDone();
        string book = folder.Write("book.txt", TestTexts.Sentences(9));
        string stones = folder.Write("stones.csv", TestTables.Flowers(60).Replace("iris", "agate", StringComparison.Ordinal));

        Train("--from", model).AssertFailed(2, "--from", "has learned from a table, which digits is not");
        Train("--data", flowers, "--from", digits.ModelFile)
            .AssertFailed(2, "--from", "has not learned from a table, which flowers.csv is");
        Train("--data", $"text:{book}", "--from", digits.ModelFile).AssertFailed(2, "--from", "a text, which text:book.txt is");
        Train("--data", flowers, "--target", "colour", "--from", model).AssertFailed(2, "--target", "'kind', not 'colour'");
        Train("--data", stones, "--from", model).AssertFailed(1, "stones.csv", "'agate'");
        Train("--from", folder.File("none.safetensors")).AssertFailed(1, "none.safetensors: no such file");
        Assert.False(File.Exists(folder.File("o.safetensors")));
    }

    [Theory]
    [InlineData("--freeze dens", "--freeze", "'dens'", "did you mean 'dense'?")]
    [InlineData("--freeze *", "--freeze", "nothing is left to learn")]
    [InlineData("--freeze dense,dense2", "--freeze", "nothing is left to learn")]
    [InlineData("--model mlp", "--from", "leave out --model")]
    public void Wrong_options(string options, params string[] words) =>
        Train(["--from", digits.ModelFile, .. options.Split(' ')]).AssertFailed(2, words);

    [Fact]
    public void Random_weights_are_not_frozen() => Train("--freeze", "dense").AssertFailed(2, "--freeze", "--from");

    [Fact]
    public void The_model_is_not_overwritten_by_the_default_name() =>
        InProcess.Run("train", "--from", "digits.safetensors").AssertFailed(2, "--out", "digits.safetensors is the model to go on with");

    private CommandResult Train(params string[] options) => InProcess.Run(["train", "--out", folder.File("o.safetensors"), .. options]);

    private static float[] Values(Model model, string name)
    {
        Parameter parameter = model.Parameters.Parameters.Single(candidate => candidate.Name == name);
        float[] values = new float[parameter.Spec.Shape.Length];
        model.Parameters.Export(parameter, values);
        return values;
    }
}
