using System.Text.Json;

namespace SpanNet.Cli.Tests;

/// <summary>Measuring and summarizing a model of the digits.</summary>
public sealed class EvalTests(TrainedDigits digits) : IClassFixture<TrainedDigits>
{
    [Fact]
    public void It_measures_what_training_measured()
    {
        JsonElement trained = digits.Result.Json;
        JsonElement measured = InProcess.Run("eval", digits.ModelFile, "--json").AssertDone().Json;
        foreach (string name in (string[])["accuracy", "loss", "top_k_accuracy", "precision", "recall", "f1", "samples"])
        {
            Assert.Equal(trained.GetProperty($"test_{name}").GetDouble(), measured.GetProperty(name).GetDouble());
        }

        Assert.Equal(trained.GetProperty("test_confusion").GetRawText(), measured.GetProperty("confusion").GetRawText());
    }

    [Fact]
    public void Plain_text_has_each_class_and_the_confusion_matrix()
    {
        string text = InProcess.Run("eval", digits.ModelFile).AssertDone().Output;
        Assert.Contains("digits, test part, 500 samples", text, StringComparison.Ordinal);
        Assert.Contains("precision", text, StringComparison.Ordinal);
        Assert.Contains("confusion", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Confusion_matrix_adds_up()
    {
        JsonElement measured = InProcess.Run("eval", digits.ModelFile, "--json").AssertDone().Json;
        JsonElement[][] rows = [.. measured.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().ToArray())];
        Assert.Equal(500, rows.Sum(row => row.Sum(cell => cell.GetInt32())));
        double right = Enumerable.Range(0, 10).Sum(i => rows[i][i].GetInt32());
        Assert.Equal(measured.GetProperty("accuracy").GetDouble(), right / 500, 12);
    }

    [Fact]
    public void Summary_counts_what_the_network_has()
    {
        JsonElement summary = InProcess.Run("summary", digits.ModelFile, "--json", "--batch", "64").AssertDone().Json;
        int hidden = summary.GetProperty("layers")[2].GetProperty("output")[0].GetInt32();
        Assert.Equal((64 * hidden) + hidden + (hidden * 10) + 10, summary.GetProperty("parameters").GetInt32());
        Assert.Equal(2 * ((64 * hidden) + (hidden * 10)), summary.GetProperty("flops").GetInt32());
        Assert.Equal(64, summary.GetProperty("batch").GetInt32());
        JsonElement training = summary.GetProperty("training");
        long parts = training
            .EnumerateObject()
            .Where(p => p.Name is not "peak_bytes" && p.Value.ValueKind == JsonValueKind.Number)
            .Sum(p => p.Value.GetInt64());
        Assert.Equal(parts, training.GetProperty("peak_bytes").GetInt64());
        Assert.Equal(2 * training.GetProperty("parameter_bytes").GetInt64(), training.GetProperty("optimizer_bytes").GetInt64());
    }

    [Theory]
    [InlineData("mlp-l", 669706)]
    [InlineData("tiny", 1732)]
    public void Summary_knows_networks_by_name(string name, int parameters)
    {
        Assert.Equal(parameters, InProcess.Run("summary", name, "--json").AssertDone().Json.GetProperty("parameters").GetInt32());
        Assert.Contains("memory at batch 32", InProcess.Run("summary", name).AssertDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_takes_shapes_from_data()
    {
        JsonElement summary = InProcess.Run("summary", "mlp-s", "--data", "digits", "--json").AssertDone().Json;
        Assert.Equal(9610, summary.GetProperty("parameters").GetInt32());
    }
}
