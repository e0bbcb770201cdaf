using System.Buffers.Binary;
using System.IO.Compression;
using SpanNet.Data;

namespace SpanNet.Tests.Data.Idx;

/// <summary>Writes small files in MNIST's format.</summary>
internal static class IdxFiles
{
    public static readonly string[] Ten = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    public static byte[] Make(byte[] content, params int[] dimensions)
    {
        byte[] bytes = new byte[4 + (4 * dimensions.Length) + content.Length];
        bytes[2] = 8;
        bytes[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        content.CopyTo(bytes, 4 + (4 * dimensions.Length));
        return bytes;
    }

    /// <summary>Bytes that tell image, row and column apart.</summary>
    public static byte[] Pixels(int count, int height, int width) =>
        [.. Enumerable.Range(0, count * height * width).Select(i => (byte)((i * 37) + (i / 251)))];

    public static byte[] Images(int count, int height, int width) => Make(Pixels(count, height, width), count, height, width);

    public static byte[] Labels(int count) => Make([.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], count);

    public static byte[] Zip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    public static IdxDataset Open(TemporaryFolder folder, int count, int height, int width) =>
        IdxDataset.Open(folder.Write("images", Images(count, height, width)), folder.Write("labels", Labels(count)), Ten);
}
