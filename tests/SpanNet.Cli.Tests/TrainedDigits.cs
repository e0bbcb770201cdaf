namespace SpanNet.Cli.Tests;

/// <summary>The default run with one thread, made once for all tests that need a model of the digits.</summary>
public sealed class TrainedDigits : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TrainedDigits()
    {
        Result = InProcess.Run("train", "--json", "--threads", "1", "--out", ModelFile).AssertDone();
    }

    public string ModelFile => folder.File("digits.safetensors");

    internal CommandResult Result { get; }

    public void Dispose() => folder.Dispose();
}
