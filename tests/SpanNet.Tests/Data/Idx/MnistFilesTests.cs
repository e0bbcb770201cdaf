using System.Security.Cryptography;
using SpanNet.Data;

namespace SpanNet.Tests.Data.Idx;

public sealed class MnistFilesTests : IDisposable
{
    private const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("-", "", "")]
    [InlineData(".", "", "")]
    [InlineData("-", ".gz", "")]
    [InlineData(".", ".gz", "fashion-mnist/")]
    public void Both_parts_are_found_in_all_spellings(string separator, string extension, string below)
    {
        foreach ((string part, int count) in ((string, int)[])[("train", 7), ("t10k", 3)])
        {
            Write($"{below}{part}-images{separator}idx3-ubyte{extension}", IdxFiles.Images(count, 28, 28));
            Write($"{below}{part}-labels{separator}idx1-ubyte{extension}", IdxFiles.Labels(count));
        }

        MnistFiles files = MnistFiles.FashionMnist(folder.Path);
        using IdxDataset train = files.OpenTrain();
        using IdxDataset test = files.OpenTest();
        Assert.Equal((7, 3), (train.Count, test.Count));
        Assert.Equal("fashion-mnist", train.Name);
        Assert.Equal("T-shirt/top Ankle boot", train.ClassNames![0] + " " + train.ClassNames[9]);
        Assert.Equal(ImageFitting.FashionMnist, test.Fitting);
    }

    [Fact]
    public void A_missing_file_is_named_with_the_places()
    {
        string text = Assert.Throws<FileNotFoundException>(() => MnistFiles.Mnist(folder.Path).OpenTest()).Message;
        Assert.Contains("mnist: t10k-images-idx3-ubyte (raw or .gz) was not found", text, StringComparison.Ordinal);
        Assert.Contains(folder.Path, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void Debians_fashion_mnist_is_found_and_whole()
    {
        if (!Directory.Exists(DebianFolder))
        {
            return;
        }

        using IdxDataset test = MnistFiles.FashionMnist(DebianFolder).OpenTest();
        Assert.Equal(10_000, test.Count);
        Assert.Equal([9, 2, 1, 1, 6], test.Labels()[..5]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] header = IdxFiles.Make([], 10_000, 28, 28);
        hash.AppendData(header);
        for (int i = 0; i < test.Count; i++)
        {
            hash.AppendData(Array.ConvertAll(test.Sample(i).Input, pixel => (byte)MathF.Round(pixel * 255)));
        }

        // The published sum of the unpacked file.
        Assert.Equal("5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private void Write(string name, byte[] content) =>
        folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? IdxFiles.Zip(content) : content);
}
