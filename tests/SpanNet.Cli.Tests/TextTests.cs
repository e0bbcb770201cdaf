using System.Text.Json;

namespace SpanNet.Cli.Tests;

/// <summary>Texts: learned, measured and continued.</summary>
public sealed class TextTests(TrainedText text) : IClassFixture<TrainedText>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_text_is_learned()
    {
        double first = JsonDocument.Parse(text.Result.Lines[0]).RootElement.GetProperty("train_loss").GetDouble();
        JsonElement end = text.Result.Json;
        Assert.InRange(end.GetProperty("test_loss").GetDouble(), 0, first);
        Assert.Equal(0, end.GetProperty("test_samples").GetInt32() % 64);
    }

    [Fact]
    public void The_same_seed_gives_the_same_file()
    {
        string again = folder.File("again.safetensors");
        InProcess
            .Run("train", "--data", $"text:{text.Text}", "--epochs", "3", "--lr", "0.003", "--json", "--threads", "2", "--out", again)
            .AssertDone();
        Assert.Equal(File.ReadAllBytes(text.ModelFile), File.ReadAllBytes(again));
    }

    [Fact]
    public void The_text_beside_the_model_is_measured()
    {
        JsonElement trained = text.Result.Json;
        JsonElement measured = InProcess.Run("eval", text.ModelFile, "--json").AssertDone().Json;
        Assert.Equal(trained.GetProperty("test_loss").GetDouble(), measured.GetProperty("loss").GetDouble());
        Assert.Equal(trained.GetProperty("test_accuracy").GetDouble(), measured.GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void The_same_seed_writes_the_same_text()
    {
        string first = Generate("--length", "80", "--seed", "3");
        Assert.Equal(first, Generate("--length", "80", "--seed", "3"));
        Assert.NotEqual(first, Generate("--length", "80", "--seed", "4"));
        Assert.Equal(Generate("--length", "80"), Generate("--length", "80", "--seed", "1"));
    }

    [Fact]
    public void The_prompt_is_continued_by_as_many_characters_as_wanted()
    {
        Assert.Equal(400 + "\n".Length, Generate().Length);
        string continued = Generate("--prompt", "The cat", "--length", "30");
        Assert.StartsWith("The cat", continued, StringComparison.Ordinal);
        Assert.Equal("The cat".Length + 30, continued.Length);
        Assert.Equal("The cat", Generate("--prompt", "The cat", "--length", "0"));
        Assert.Equal(90 + 5, Generate("--prompt", new string('a', 90), "--length", "5").Length);
    }

    [Fact]
    public void The_likeliest_characters_need_no_seed()
    {
        string likeliest = Generate("--length", "40", "--temperature", "0");
        Assert.Equal(likeliest, Generate("--length", "40", "--temperature", "0", "--seed", "9"));
        Assert.Equal(likeliest, Generate("--length", "40", "--top-k", "1", "--seed", "9"));
        Assert.Equal(Generate("--length", "40"), Generate("--length", "40", "--top-k", "1000"));
        Assert.NotEqual(likeliest, Generate("--length", "40", "--temperature", "5"));
    }

    [Theory]
    [InlineData("--prompt Q", "--prompt", "'Q' (U+0051)", "position 0")]
    [InlineData("--prompt catQ", "--prompt", "position 3")]
    [InlineData("--temperature -1", "--temperature", "from 0 to 100", "'-1'")]
    [InlineData("--temperature hot", "--temperature", "a number")]
    [InlineData("--top-k 0", "--top-k", "at least 1")]
    [InlineData("--length -1", "--length", "whole number")]
    [InlineData("--seed x", "--seed", "whole number")]
    [InlineData("--lenght 3", "did you mean '--length'?")]
    public void Wrong_options_of_generate(string options, params string[] words)
    {
        CommandResult result = InProcess.Run(["generate", text.ModelFile, .. options.Split(' ')]);
        result.AssertFailed(2, words);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public void An_empty_prompt_is_refused() =>
        InProcess.Run("generate", text.ModelFile, "--prompt", "").AssertFailed(2, "--prompt", "the prompt is empty");

    [Fact]
    public void Only_a_model_of_texts_writes()
    {
        string model = folder.File("digits.safetensors");
        InProcess.Run("train", "--epochs", "1", "--out", model, "--json").AssertDone();
        InProcess.Run("generate", model).AssertFailed(2, "has learned no text", "train --data text:FILE");
        InProcess.Run("generate", folder.File("none.safetensors")).AssertFailed(1, "none.safetensors: no such file");
        InProcess.Run("generate", text.Text).AssertFailed(1, text.Text);
    }

    [Fact]
    public void Only_a_network_for_texts_learns_one()
    {
        string network = folder.Write("net.json", """{ "layers": [{ "type": "dense", "outputs": 3 }] }""");
        string output = folder.File("x.safetensors");
        InProcess.Run("train", "--data", $"text:{text.Text}", "--model", network, "--out", output).AssertFailed(1, "64");
        Assert.False(File.Exists(output));
    }

    [Theory]
    [InlineData("", "book.txt: the text is empty")]
    [InlineData("too short to learn", "the text has 18 characters", "expected more than 64")]
    public void Texts_that_cannot_be_learned(string content, params string[] words)
    {
        string file = folder.Write("book.txt", content);
        InProcess.Run("train", "--data", $"text:{file}", "--out", folder.File("x")).AssertFailed(1, words);
    }

    [Fact]
    public void A_missing_text_is_named()
    {
        string file = folder.File("none.txt");
        InProcess.Run("train", "--data", $"text:{file}", "--out", folder.File("x")).AssertFailed(1, file);
        InProcess.Run("train", "--data", "text:").AssertFailed(2, "'text:' names no file", "text:FILE");
    }

    [Fact]
    public void A_text_of_other_characters_is_not_measured()
    {
        string other = folder.Write("other.txt", new string('Q', 500));
        InProcess.Run("eval", text.ModelFile, "--data", $"text:{other}").AssertFailed(1, other, "'Q' (U+0051)");
    }

    /// <summary>What it writes, without the line's end behind it.</summary>
    private string Generate(params string[] options)
    {
        string output = InProcess.Run(["generate", text.ModelFile, .. options]).AssertDone().Output;
        Assert.EndsWith("\n", output, StringComparison.Ordinal);
        return output[..^1];
    }
}
