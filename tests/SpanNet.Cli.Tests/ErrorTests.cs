namespace SpanNet.Cli.Tests;

/// <summary>Everything that can be wrong: the right exit code, one line on standard error, nothing else.</summary>
public sealed class ErrorTests(TrainedDigits digits) : IClassFixture<TrainedDigits>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train --epoch 3", "--epoch'", "did you mean '--epochs'?")]
    [InlineData("trian", "trian", "did you mean 'train'?")]
    [InlineData("train digits", "digits")]
    [InlineData("train --epochs many", "--epochs", "whole number", "'many'")]
    [InlineData("train --epochs 0", "--epochs", "at least 1")]
    [InlineData("train --epochs", "--epochs")]
    [InlineData("train --lr 0,1", "--lr", "a number")]
    [InlineData("train --lr nan", "--lr", "a number")]
    [InlineData("train --seed -1", "--seed", "whole number")]
    [InlineData("train --validation 1.5", "--validation", "from 0 to 0.9")]
    [InlineData("train --optimizer adm", "adm", "did you mean 'adam'?")]
    [InlineData("train --loss cros-entropy", "did you mean 'cross-entropy'?")]
    [InlineData("train --loss mse", "mse", "10 classes", "cross-entropy")]
    [InlineData("train --data digit", "digit", "did you mean 'digits'?")]
    [InlineData("train --data-dir /tmp", "--data-dir")]
    [InlineData("train --target price", "--target")]
    [InlineData("train --out /no/such/folder/x.safetensors", "/no/such/folder")]
    [InlineData("predict")]
    [InlineData("predict model.safetensors")]
    [InlineData("eval")]
    [InlineData("summary")]
    [InlineData("summary mlp --batch x", "--batch")]
    public void Usage(string line, params string[] words)
    {
        CommandResult result = InProcess.Run(line.Split(' '));
        result.AssertFailed(2, words);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData("train --model mpl", "mpl", "did you mean 'mlp'?")]
    [InlineData("train --model none.json", "none.json")]
    [InlineData("train --data none.csv", "none.csv")]
    [InlineData("eval none.safetensors", "none.safetensors")]
    [InlineData("predict none.safetensors seven.png", "none.safetensors")]
    [InlineData("summary none.safetensors", "none.safetensors")]
    [InlineData("summary nothing", "nothing")]
    public void Missing(string line, params string[] words) => InProcess.Run(line.Split(' ')).AssertFailed(1, words);

    [Fact]
    public void A_network_file_with_an_unknown_layer_names_its_path()
    {
        string network = folder.Write("net.json", """{ "layers": ["flatten", { "type": "dens", "outputs": 10 }] }""");
        InProcess.Run("train", "--model", network).AssertFailed(1, "net.json", "layers[1]", "did you mean 'dense'?");
    }

    [Fact]
    public void A_network_that_does_not_fit_the_data_is_one_line()
    {
        string network = folder.Write("net.json", """{ "layers": ["flatten", { "type": "dense", "outputs": 7 }] }""");
        InProcess.Run("train", "--model", network, "--out", folder.File("x")).AssertFailed(1, "7", "10");
    }

    [Theory]
    [InlineData("a,b,kind\n1,2,x\n1,2\n", "line 3", "2 values")]
    [InlineData("", "empty")]
    [InlineData("a,b,kind\n", "flowers.csv")]
    [InlineData("a,a,kind\n1,2,x\n", "'a'")]
    public void Tables(string text, params string[] words)
    {
        string table = folder.Write("flowers.csv", text);
        InProcess.Run("train", "--data", table, "--out", folder.File("x")).AssertFailed(1, words);
    }

    [Fact]
    public void A_table_with_one_class_is_refused()
    {
        string table = folder.Write("one.csv", "a,kind\n1,x\n2,x\n3,x\n4,x\n");
        InProcess.Run("train", "--data", table, "--out", folder.File("x")).AssertFailed(2, "only one class");
    }

    [Fact]
    public void An_unknown_target_lists_the_columns()
    {
        string table = folder.Write("flowers.csv", TestTables.Flowers(30));
        InProcess.Run("train", "--data", table, "--target", "price").AssertFailed(1, "price", "'kind'");
    }

    [Fact]
    public void A_damaged_model_is_refused()
    {
        byte[] bytes = File.ReadAllBytes(digits.ModelFile);
        string truncated = folder.Write("truncated.safetensors", bytes[..^100]);
        string garbage = folder.Write("garbage.safetensors", "no model at all, but long enough");
        foreach (string file in (string[])[truncated, garbage])
        {
            InProcess.Run("eval", file).AssertFailed(1, file);
            InProcess.Run("predict", file, "x.png").AssertFailed(1, file);
            InProcess.Run("summary", file).AssertFailed(1, file);
        }
    }

    [Fact]
    public void Data_that_the_model_does_not_take_is_refused()
    {
        string table = folder.Write("flowers.csv", TestTables.Flowers(30));
        InProcess.Run("eval", digits.ModelFile, "--data", table).AssertFailed(2, "64 inputs", "10 classes");
    }

    [Theory]
    [InlineData("no picture")]
    [InlineData("P5\n8 8\n255\nshort")]
    public void A_wrong_picture_is_named(string content)
    {
        string file = folder.Write("x.png", content);
        InProcess.Run("predict", digits.ModelFile, file).AssertFailed(1, file);
    }

    [Fact]
    public void A_place_that_cannot_be_written_keeps_the_old_file()
    {
        string file = folder.File("folder.safetensors");
        Directory.CreateDirectory(file);
        InProcess.Run("train", "--out", file).AssertFailed(2, "is a folder");
    }

    [Fact]
    public void An_unexpected_exception_is_one_line_too()
    {
        using var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(1, ErrorLine.Write(new InvalidOperationException("first\nsecond"), error));
        Assert.Equal("spannet: unexpected InvalidOperationException: first second\n", error.ToString());
    }
}
