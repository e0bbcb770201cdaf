namespace SpanNet.Cli.Tests;

/// <summary>A small character model, trained once for all tests of texts.</summary>
public sealed class TrainedText : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TrainedText()
    {
        Text = folder.Write("book.txt", TestTexts.Sentences(40));
        Result = InProcess
            .Run("train", "--data", $"text:{Text}", "--epochs", "3", "--lr", "0.003", "--json", "--out", ModelFile)
            .AssertDone();
    }

    public string Text { get; }

    public string ModelFile => folder.File("book.safetensors");

    internal CommandResult Result { get; }

    public void Dispose() => folder.Dispose();
}
