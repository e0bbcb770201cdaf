using System.Text.Json;

namespace SpanNet.Cli.Tests;

/// <summary>CSV files from training to prediction.</summary>
public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Classes_are_learned_measured_and_predicted()
    {
        string table = folder.Write("flowers.csv", TestTables.Flowers(240));
        string model = folder.File("flowers.safetensors");
        JsonElement end = InProcess.Run("train", "--data", table, "--target", "kind", "--out", model, "--json").AssertDone().Json;
        Assert.InRange(end.GetProperty("test_accuracy").GetDouble(), 0.9, 1);
        Assert.Equal(48, end.GetProperty("test_samples").GetInt32());

        // Without --data the table beside the model is found, and only its test part counts.
        JsonElement measured = InProcess.Run("eval", model, "--json").AssertDone().Json;
        Assert.Equal(end.GetProperty("test_loss").GetDouble(), measured.GetProperty("loss").GetDouble());
        Assert.Equal(48, measured.GetProperty("samples").GetInt32());

        // Of another table all rows count.
        string other = folder.Write("other.csv", TestTables.Flowers(60));
        JsonElement all = InProcess.Run("eval", model, "--data", other, "--json").AssertDone().Json;
        Assert.Equal(60, all.GetProperty("samples").GetInt32());

        // Other order of columns, no target.
        string rows = folder.Write("new.csv", "colour,width,length\nblue,1.0,0.0\nred,3.0,2.0\n");
        CommandResult predicted = InProcess.Run("predict", model, rows, "--json").AssertDone();
        Assert.Equal(["iris", "rose"], predicted.Lines.Select(First));
        Assert.Matches(@"new\.csv +1 +\d+\.\d %  iris", InProcess.Run("predict", model, rows).AssertDone().Output);
    }

    [Fact]
    public void The_same_name_with_other_content_counts_with_all_rows()
    {
        string table = folder.Write("flowers.csv", TestTables.Flowers(90));
        string model = folder.File("flowers.safetensors");
        InProcess.Run("train", "--data", table, "--epochs", "2", "--out", model, "--json").AssertDone();
        folder.Write("flowers.csv", TestTables.Flowers(120));
        Assert.Equal(120, InProcess.Run("eval", model, "--json").AssertDone().Json.GetProperty("samples").GetInt32());
    }

    [Fact]
    public void Numbers_are_learned_measured_and_predicted()
    {
        string table = folder.Write("prices.csv", TestTables.Prices(300));
        string model = folder.File("prices.safetensors");
        CommandResult trained = InProcess.Run("train", "--data", table, "--out", model, "--json").AssertDone();
        JsonElement end = trained.Json;
        Assert.InRange(end.GetProperty("test_r2").GetDouble(), 0.98, 1);
        Assert.False(end.TryGetProperty("test_accuracy", out _));
        Assert.Equal(JsonValueKind.Number, JsonDocument.Parse(trained.Lines[0]).RootElement.GetProperty("validation_r2").ValueKind);

        JsonElement measured = InProcess.Run("eval", model, "--json").AssertDone().Json;
        Assert.Equal(end.GetProperty("test_mse").GetDouble(), measured.GetProperty("mse").GetDouble());
        Assert.Equal(Math.Sqrt(measured.GetProperty("mse").GetDouble()), measured.GetProperty("rmse").GetDouble(), 12);
        Assert.Contains("RMSE", InProcess.Run("eval", model).AssertDone().Output, StringComparison.Ordinal);

        string rows = folder.Write("new.csv", "size,age\n0.5,0.5\n");
        CommandResult predicted = InProcess.Run("predict", model, rows, "--json").AssertDone();
        Assert.Equal(1.5, predicted.Json.GetProperty("values")[0].GetDouble(), 0.2);
    }

    [Theory]
    [InlineData(100_000, 1_000_000)]
    [InlineData(0.00001, -0.5)]
    public void The_unit_of_the_numbers_does_not_matter(double factor, double offset)
    {
        string table = folder.Write("prices.csv", TestTables.Prices(300, factor, offset));
        string model = folder.File("prices.safetensors");
        JsonElement end = InProcess.Run("train", "--data", table, "--out", model, "--json").AssertDone().Json;
        Assert.InRange(end.GetProperty("test_r2").GetDouble(), 0.98, 1);
        string rows = folder.Write("new.csv", "size,age\n0.5,0.5\n");
        double value = InProcess.Run("predict", model, rows, "--json").AssertDone().Json.GetProperty("values")[0].GetDouble();
        Assert.Equal(1.5, (value - offset) / factor, 0.2);
    }

    [Fact]
    public void Two_classes_can_share_one_output()
    {
        string text = string.Join(
            '\n',
            TestTables.Flowers(180).Split('\n').Where(line => !line.EndsWith("tulip", StringComparison.Ordinal))
        );
        string table = folder.Write("two.csv", text);
        string model = folder.File("two.safetensors");
        JsonElement end = InProcess
            .Run("train", "--data", table, "--loss", "binary-cross-entropy", "--out", model, "--json")
            .AssertDone()
            .Json;
        Assert.InRange(end.GetProperty("test_accuracy").GetDouble(), 0.9, 1);
        JsonElement measured = InProcess.Run("eval", model, "--json").AssertDone().Json;
        Assert.Equal(end.GetProperty("test_loss").GetDouble(), measured.GetProperty("loss").GetDouble());
        string rows = folder.Write("new.csv", "colour,width,length\nblue,1.0,0.0\nred,3.0,2.0\n");
        Assert.Equal(["iris", "rose"], InProcess.Run("predict", model, rows, "--json").AssertDone().Lines.Select(First));
    }

    [Fact]
    public void The_parts_are_a_function_of_the_seed()
    {
        string table = folder.Write("flowers.csv", TestTables.Flowers(90));
        byte[] first = Train("1", "a");
        Assert.Equal(first, Train("1", "b"));
        Assert.NotEqual(first, Train("2", "c"));

        byte[] Train(string seed, string name)
        {
            string model = folder.File(name);
            InProcess.Run("train", "--data", table, "--epochs", "2", "--seed", seed, "--out", model, "--json").AssertDone();
            return File.ReadAllBytes(model);
        }
    }

    private static string? First(string line) =>
        JsonDocument.Parse(line).RootElement.GetProperty("predictions")[0].GetProperty("class").GetString();
}
