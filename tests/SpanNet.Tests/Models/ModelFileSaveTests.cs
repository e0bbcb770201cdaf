using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Tests.Data;

namespace SpanNet.Tests.Models;

/// <summary>Whatever goes wrong while saving: the old file is intact, nothing is left behind, one exception says why.</summary>
[Collection(NonParallelCollection.Name)]
public sealed class ModelFileSaveTests
{
    [Fact]
    public void ADiskThatFillsUpAtAnyByteLeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        using Model old = ModelSamples.Full();
        using Model model = ModelSamples.Full(seed: 8);
        string path = folder.File("a.spannet");
        ModelFile.Save(old, path);
        byte[] before = File.ReadAllBytes(path);
        int length = ModelSamples.Bytes(model).Length;
        for (int room = 0; room < length; room += 37)
        {
            var error = Assert.Throws<ModelFileException>(() => ModelFile.Save(model, path, stream => new FailingStream(stream, room)));
            Assert.Equal($"{path}: cannot be written: No space left on device", error.Message);
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFiles(folder.Path));
        }

        ModelFile.Save(model, path, stream => new FailingStream(stream, length));
        Assert.Equal(ModelSamples.Bytes(model), File.ReadAllBytes(path));
    }

    [Fact]
    public void AWriteThatTheSystemRefusesLeavesTheOldFile()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using Model old = ModelSamples.Full();
        using var model = new Model(Graph.Sequential(new Shape(200), new Dense(200, Activation.ReLU)), seed: 1);
        string path = folder.File("a.spannet");
        ModelFile.Save(old, path);
        byte[] before = File.ReadAllBytes(path);
        ModelFileException error;
        using (new FileSizeLimit(100_000))
        {
            error = Assert.Throws<ModelFileException>(() => ModelFile.Save(model, path));
        }

        Assert.StartsWith($"{path}: cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));

        ModelFile.Save(model, path);
        Assert.NotEqual(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void AFolderThatIsNotThereOrIsTheTargetIsNamed()
    {
        using var folder = new TemporaryFolder();
        using Model model = ModelSamples.Full();
        string missing = folder.File("none/a.spannet");
        Assert.StartsWith(
            $"{missing}: cannot be written: ",
            Assert.Throws<ModelFileException>(() => ModelFile.Save(model, missing)).Message,
            StringComparison.Ordinal
        );

        string taken = folder.File("taken");
        Directory.CreateDirectory(taken);
        Assert.Throws<ModelFileException>(() => ModelFile.Save(model, taken));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFolderThatMayNotBeWrittenToLeavesTheOldFile()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using Model model = ModelSamples.Full();
        string path = folder.Write("a.spannet", "old");
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Throws<ModelFileException>(() => ModelFile.Save(model, path));
            Assert.Equal("old", File.ReadAllText(path));
        }
        finally
        {
            File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
