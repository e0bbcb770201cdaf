using SpanNet.Data;

namespace SpanNet.Tests.Data.Idx;

public sealed class IdxDatasetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(28, 28)]
    [InlineData(40, 33)]
    public void Raw_and_packed_files_give_the_same_samples(int height, int width)
    {
        byte[] pixels = IdxFiles.Pixels(13, height, width);
        using IdxDataset raw = IdxFiles.Open(folder, 13, height, width);
        using IdxDataset packed = IdxDataset.Open(
            folder.Write("images.gz", IdxFiles.Zip(IdxFiles.Images(13, height, width))),
            folder.Write("labels.gz", IdxFiles.Zip(IdxFiles.Labels(13))),
            IdxFiles.Ten
        );
        Assert.Equal([height, width, 1], raw.InputShape.ToArray());
        foreach (int i in (int[])[0, 5, 12])
        {
            float[] expected = [.. pixels.Skip(i * height * width).Take(height * width).Select(pixel => pixel / 255f)];
            (float[] input, float[] target) = raw.Sample(i);
            Assert.Equal(expected, input);
            Assert.Equal(i % 10, target[0]);
        }

        Assert.Equal(raw.ContentHash, packed.ContentHash);
    }

    [Fact]
    public void Batches_are_the_samples_one_after_the_other()
    {
        using IdxDataset data = IdxFiles.Open(folder, 300, 5, 7);
        int[] numbers = [.. Enumerable.Range(0, 300).Select(i => i * 7 % 300)];
        var scaled = new ScaledDataset(data.Subset(numbers), Scaling.Standardize(data));
        foreach (Dataset set in (Dataset[])[data, data.Subset(numbers), scaled])
        {
            int[] wanted = [.. Enumerable.Range(0, 290).Select(i => i * 3 % 300)];
            float[] inputs = new float[290 * 35];
            float[] targets = new float[290];
            set.Read(wanted, inputs, targets);
            Assert.Equal(wanted.SelectMany(i => set.Sample(i).Input), inputs);
            Assert.Equal(wanted.Select(i => set.Sample(i).Target[0]), targets);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read([0, 300], new float[70], new float[2]));
        Assert.Throws<ArgumentException>(() => data.Read([0, 1], new float[70], new float[3]));
    }

    // A file with a hole: it takes neither disk nor, mapped, memory.
    [Fact]
    public void Large_raw_files_are_mapped()
    {
        const int Count = (IdxFile.SmallestMapped / 784) + 100;
        byte[] last = IdxFiles.Pixels(1, 28, 28);
        string path = folder.Write("large", IdxFiles.Make([], Count, 28, 28));
        using (FileStream file = File.OpenWrite(path))
        {
            file.Position = 16 + ((long)(Count - 1) * 784);
            file.Write(last);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        using IdxDataset data = IdxDataset.Open(path, folder.Write("labels", IdxFiles.Labels(Count)), IdxFiles.Ten);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(last.Select(pixel => pixel / 255f), data.Sample(Count - 1).Input);
        Assert.All(data.Sample(Count - 2).Input, pixel => Assert.Equal(0, pixel));

        var loader = new DataLoader(data.Subset(Count - 100, 100), 32, shuffle: true);
        float[] inputs = new float[32 * 784];
        float[] targets = new float[32];
        loader.Next(inputs, targets);
        before = GC.GetAllocatedBytesForCurrentThread();
        loader.Next(inputs, targets);
        loader.Next(inputs, targets);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Empty_files_are_empty_data_sets()
    {
        using IdxDataset data = IdxFiles.Open(folder, 0, 28, 28);
        Assert.Equal(0, data.Count);
    }

    [Fact]
    public void Bytes_become_0_to_1_at_every_tail()
    {
        for (int length = 0; length < 70; length++)
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(255 - (i * 3)))];
            float[] floats = new float[length];
            ByteScaling.Run(bytes, 255, floats);
            Assert.Equal(bytes.Select(b => b / 255f), floats);

            Array.Clear(floats);
            bytes.CopyTo(ByteScaling.SourceWithin(floats));
            ByteScaling.Run(ByteScaling.SourceWithin(floats), 255, floats);
            Assert.Equal(bytes.Select(b => b / 255f), floats);
        }
    }

    public static TheoryData<string, byte[], string> BadImages()
    {
        byte[] good = IdxFiles.Images(4, 5, 6);
        return new TheoryData<string, byte[], string>
        {
            { "empty", [], "truncated: the header has 16 bytes, the file 0" },
            { "short header", good[..9], "truncated: the header has 16 bytes, the file 9" },
            { "another magic", [.. "PNG!"u8, .. good[4..]], "begins with 504e4721, not 00000803" },
            { "another element type", [0, 0, 9, .. good[3..]], "begins with 00000903" },
            { "labels for images", IdxFiles.Labels(40), "begins with 00000801" },
            { "one byte short", good[..^1], "promises 120 bytes of data, the file has 119" },
            { "one byte long", [.. good, 0], "promises 120 bytes of data, the file has 121" },
            { "negative count", [.. good[..4], 0xFF, .. good[5..]], "dimension 0 as 4278190084" },
            { "huge count", [.. good[..4], 0x7F, .. good[5..]], "bytes of data, the file has 120" },
            { "no columns", IdxFiles.Make([], 4, 5, 0), "images of 5×0" },
            { "other count", IdxFiles.Images(3, 5, 6), "has 3 images, but" },
            { "packed, truncated", IdxFiles.Zip(good)[..40], "images: " },
            { "packed, one byte short", IdxFiles.Zip(good[..^1]), "truncated: the header promises 120 bytes of data, the file has 119" },
            { "packed, one byte long", IdxFiles.Zip([.. good, 0]), "more data follows the 120 bytes" },
            { "packed, huge count", IdxFiles.Zip([.. good[..4], 0x7F, .. good[5..]]), "bytes of gzip can hold" },
            { "packed, another magic", IdxFiles.Zip([.. "PNG!"u8, .. good[4..]]), "begins with 504e4721" },
            { "packed, damaged", Flipped(IdxFiles.Zip(good)), "damaged gzip data" },
            { "packed, another check sum", OtherSum(IdxFiles.Zip(good)), "damaged gzip data" },
        };
    }

    [Theory]
    [MemberData(nameof(BadImages))]
    public void Bad_images_are_refused_in_one_line(string what, byte[] bytes, string message)
    {
        Assert.NotNull(what);
        string images = folder.Write("images", bytes);
        string labels = folder.Write("labels", IdxFiles.Labels(4));
        string text = Assert.Throws<InvalidDataException>(() => IdxDataset.Open(images, labels, IdxFiles.Ten)).Message;
        Assert.Contains(message, text, StringComparison.Ordinal);
        Assert.StartsWith(images, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void Labels_out_of_range_are_refused()
    {
        string images = folder.Write("images", IdxFiles.Images(4, 5, 6));
        string labels = folder.Write("labels", IdxFiles.Make([0, 9, 10, 1], 4));
        string text = Assert.Throws<InvalidDataException>(() => IdxDataset.Open(images, labels, IdxFiles.Ten)).Message;
        Assert.EndsWith("label 2 is 10, but the classes are numbered 0 to 9.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        string labels = folder.Write("labels", IdxFiles.Labels(4));
        string missing = folder.File("nowhere/images");
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => IdxDataset.Open(missing, labels, IdxFiles.Ten)).Message);
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => IdxDataset.Open(labels, missing, IdxFiles.Ten)).Message);
    }

    private static byte[] Flipped(byte[] packed)
    {
        // The first block's type becomes 3, which the format reserves.
        packed[10] |= 6;
        return packed;
    }

    private static byte[] OtherSum(byte[] packed)
    {
        packed[^6] ^= 1;
        return packed;
    }
}
