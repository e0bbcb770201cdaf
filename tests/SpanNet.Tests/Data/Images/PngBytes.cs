using System.Buffers.Binary;
using System.IO.Compression;
using SpanNet.Data;

namespace SpanNet.Tests.Data.Images;

/// <summary>Writes PNG files of every kind that the format knows, by its definition: slow and obvious.</summary>
internal static class PngBytes
{
    /// <summary>A picture whose sample c of pixel (x, y) is <paramref name="sample"/>(x, y, c).</summary>
    public static byte[] Make(
        int width,
        int height,
        int colorType,
        int depth,
        Func<int, int, int, int> sample,
        Func<int, int>? filter = null,
        bool interlaced = false,
        params (string Type, byte[] Content)[] before
    )
    {
        int channels = colorType switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };
        List<byte> data = [];
        (int X, int Y, int Dx, int Dy)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        foreach ((int x0, int y0, int dx, int dy) in passes)
        {
            byte[]? above = null;
            for (int y = y0, number = 0; y < height && x0 < width; y += dy, number++)
            {
                List<int> bits = [];
                for (int x = x0; x < width; x += dx)
                {
                    for (int c = 0; c < channels; c++)
                    {
                        int value = sample(x, y, c);
                        bits.AddRange(Enumerable.Range(0, depth).Select(bit => (value >> (depth - 1 - bit)) & 1));
                    }
                }

                byte[] row = [.. bits.Chunk(8).Select(chunk => (byte)chunk.Select((bit, i) => bit << (7 - i)).Sum())];
                int type = filter?.Invoke(number) ?? 0;
                data.Add((byte)type);
                data.AddRange(Filtered(type, row, above ?? new byte[row.Length], Math.Max(1, channels * depth / 8)));
                above = row;
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colorType, (byte)(interlaced ? 1 : 0));
        byte[] packed = Pack([.. data]);
        int half = packed.Length / 2;
        return File([("IHDR", header), .. before, ("IDAT", packed[..half]), ("IDAT", packed[half..]), ("IEND", [])]);
    }

    public static byte[] File(params (string Type, byte[] Content)[] chunks)
    {
        List<byte> file = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        foreach ((string type, byte[] content) in chunks)
        {
            byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
            byte[] number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            file.AddRange(number);
            file.AddRange(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(body));
            file.AddRange(number);
        }

        return [.. file];
    }

    public static byte[] Pack(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var packer = new ZLibStream(stream, CompressionLevel.Optimal))
        {
            packer.Write(data);
        }

        return stream.ToArray();
    }

    private static byte[] Filtered(int type, byte[] row, byte[] above, int step)
    {
        byte[] result = new byte[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int a = i < step ? 0 : row[i - step];
            int b = above[i];
            int c = i < step ? 0 : above[i - step];
            int paeth = ((int[])[a, b, c]).MinBy(value => Math.Abs(a + b - c - value));
            result[i] = (byte)(row[i] - ((int[])[0, a, b, (a + b) / 2, paeth])[type]);
        }

        return result;
    }
}
