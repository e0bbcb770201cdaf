using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SpanNet.Cli.Tests;

/// <summary>Writes pictures as other programs do; knows nothing of the engine's readers.</summary>
internal static class TestPictures
{
    /// <summary>A binary PGM.</summary>
    public static byte[] Pgm(byte[] pixels, int width, int maximum) =>
        [.. Encoding.ASCII.GetBytes($"P5\n{width} {pixels.Length / width}\n{maximum}\n"), .. pixels];

    /// <summary>A PNG of 8 bits grey.</summary>
    public static byte[] Png(byte[] pixels, int width)
    {
        int height = pixels.Length / width;
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        using var data = new MemoryStream();
        using (var zip = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                zip.WriteByte(0);
                zip.Write(pixels, y * width, width);
            }
        }

        return
        [
            .. (byte[])[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10],
            .. Chunk("IHDR", header),
            .. Chunk("IDAT", data.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>Every pixel as a square of <paramref name="factor"/>, in a margin as wide as a pixel, dark on light.</summary>
    public static (byte[] Pixels, int Width) OnPaper(byte[] pixels, int width, int factor)
    {
        int height = pixels.Length / width;
        int wide = (width + 2) * factor;
        byte[] paper = new byte[wide * (height + 2) * factor];
        Array.Fill(paper, (byte)255);
        for (int i = 0; i < paper.Length; i++)
        {
            int x = (i % wide / factor) - 1;
            int y = (i / wide / factor) - 1;
            if (x >= 0 && y >= 0 && x < width && y < height)
            {
                paper[i] = (byte)(255 - pixels[(y * width) + x]);
            }
        }

        return (paper, wide);
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        byte[] chunk = [.. new byte[4], .. named, .. new byte[4]];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(named));
        return chunk;
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
