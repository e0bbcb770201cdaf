using System.Text.Json;
using SpanNet.Models;

namespace SpanNet.Cli.Tests;

/// <summary>Mixtures, squares cut out and averaged weights.</summary>
public sealed class BatchChangeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void They_reach_the_run_and_its_record()
    {
        string file = folder.File("o.safetensors");
        string text = Train(file, "--mixup", "0.2", "--cutout", "3", "--ema", "0.95").Output;
        Assert.Contains("cut-out 3, mixup 0.2, averaged weights 0.95, seed 1", text, StringComparison.Ordinal);
        using Model model = ModelFile.Load(file);
        Assert.Equal("0.2", model.Run!.Options["mixup"]);
        Assert.Equal("3", model.Run.Options["cutout"]);
        Assert.Equal("0.95", model.Run.Options["ema"]);
        Assert.Equal("cross-entropy", model.Run.Options["loss"]);
    }

    [Theory]
    [InlineData("--mixup", "1")]
    [InlineData("--cutout", "4")]
    [InlineData("--ema", "0.9")]
    public void Each_changes_what_is_learned_and_threads_do_not(params string[] option)
    {
        Train(folder.File("plain.safetensors"), "--threads", "1");
        Train(folder.File("one.safetensors"), ["--threads", "1", .. option]);
        Train(folder.File("two.safetensors"), ["--threads", "2", .. option]);
        using Model plain = ModelFile.Load(folder.File("plain.safetensors"));
        using Model one = ModelFile.Load(folder.File("one.safetensors"));
        Assert.NotEqual(plain.Parameters.Values.ToArray(), one.Parameters.Values.ToArray());
        Assert.Equal(File.ReadAllBytes(folder.File("one.safetensors")), File.ReadAllBytes(folder.File("two.safetensors")));
    }

    [Fact]
    public void The_saved_weights_are_those_that_were_measured()
    {
        string file = folder.File("o.safetensors");
        JsonElement end = Train(file, "--mixup", "0.4", "--ema", "0.9", "--json").Json;
        JsonElement measured = InProcess.Run("eval", file, "--json").AssertDone().Json;
        Assert.Equal(end.GetProperty("test_accuracy").GetDouble(), measured.GetProperty("accuracy").GetDouble());
        Assert.Equal(end.GetProperty("test_loss").GetDouble(), measured.GetProperty("loss").GetDouble(), 1e-6);
    }

    [Theory]
    [InlineData("--mixup 0", "--mixup", "from 0.01 to 1", "'0'")]
    [InlineData("--mixup much", "--mixup", "a number")]
    [InlineData("--cutout 0", "--cutout", "at least 1")]
    [InlineData("--cutout 1.5", "--cutout", "whole number")]
    [InlineData("--ema 1", "--ema", "from 0 to 0.99999")]
    [InlineData("--ema -0.1", "--ema", "from 0 to 0.99999")]
    [InlineData("--mixup 0.2 --loss mse", "mse", "10 classes")]
    public void Wrong_options(string options, params string[] words) =>
        InProcess.Run(["train", "--out", folder.File("x"), .. options.Split(' ')]).AssertFailed(2, words);

    [Fact]
    public void Data_that_cannot_be_changed_so_is_refused()
    {
        string prices = folder.Write("prices.csv", TestTables.Prices(60));
        string book = folder.Write("book.txt", TestTexts.Sentences(9));
        string coin = folder.Write("coin.csv", "a,side\n1,head\n2,tail\n3,head\n4,tail\n5,head\n6,tail\n7,head\n8,tail\n");
        Refused(prices, ["--mixup", "0.2"], "--mixup", "prices.csv has numbers to learn");
        Refused($"text:{book}", ["--mixup", "0.2"], "--mixup", "text:book.txt is a text");
        Refused(coin, ["--mixup", "0.2", "--loss", "binary-cross-entropy"], "--mixup", "cross-entropy", "binary-cross-entropy");
        Refused(prices, ["--cutout", "2"], "--cutout", "pictures", "prices.csv");
        Refused($"text:{book}", ["--cutout", "2"], "--cutout", "pictures", "text:book.txt");
    }

    [Fact]
    public void Rows_of_a_table_can_be_mixed_and_weights_of_a_regression_averaged()
    {
        string flowers = folder.Write("flowers.csv", TestTables.Flowers(120));
        string prices = folder.Write("prices.csv", TestTables.Prices(200, factor: 1000, offset: 5000));
        string file = folder.File("o.safetensors");
        JsonElement classes = InProcess.Run("train", "--data", flowers, "--mixup", "0.2", "--json", "--out", file).AssertDone().Json;
        Assert.InRange(classes.GetProperty("test_accuracy").GetDouble(), 0.8, 1);
        JsonElement numbers = InProcess.Run("train", "--data", prices, "--ema", "0.9", "--json", "--out", file).AssertDone().Json;
        Assert.InRange(numbers.GetProperty("test_r2").GetDouble(), 0.95, 1);
    }

    private void Refused(string data, string[] options, params string[] words) =>
        InProcess.Run(["train", "--data", data, "--out", folder.File("x"), .. options]).AssertFailed(2, words);

    private static CommandResult Train(string file, params string[] options) =>
        InProcess.Run(["train", "--epochs", "3", "--out", file, .. options]).AssertDone();
}
