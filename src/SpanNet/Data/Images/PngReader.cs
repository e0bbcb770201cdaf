using System.Buffers.Binary;
using System.IO.Compression;

namespace SpanNet.Data;

/// <summary>
/// Reads a PNG file as grey: every colour type and depth, all filters, interlaced or not, check sums tested. What is transparent
/// shows white, as on paper. Memory is taken only for what the file can really hold.
/// </summary>
internal sealed class PngReader(ReadOnlyMemory<byte> file)
{
    private const int ChunkOverhead = 12;

    // One byte of deflate gives at most 1,032 bytes: a header that promises more lies.
    private const int LargestRatio = 1040;

    private PngHeader header;
    private byte[] palette = [];
    private byte[] transparency = [];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    /// <exception cref="InvalidDataException">The file is damaged or not allowed by the format.</exception>
    public GreyImage Read()
    {
        using var packed = new MemoryStream();
        ReadChunks(packed);
        if (header.ColorType == PngHeader.Palette && palette.Length == 0)
        {
            throw new InvalidDataException("PNG: the palette is missing.");
        }

        GreyImage.CheckSides(header.Width, header.Height);
        if (header.UnpackedLength > packed.Length * LargestRatio)
        {
            throw new InvalidDataException(
                $"PNG: truncated, {packed.Length} bytes cannot hold a picture of {header.Width}×{header.Height}."
            );
        }

        var image = new GreyImage((int)header.Width, (int)header.Height);
        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        try
        {
            foreach (PngPass pass in header.Passes)
            {
                ReadPass(unpacked, pass, image);
            }
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("PNG: truncated, the picture data ends early.", e);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith("PNG", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"PNG: damaged picture data ({e.Message.TrimEnd('.')}).", e);
        }

        return image;
    }

    private void ReadChunks(MemoryStream packed)
    {
        ReadOnlySpan<byte> rest = file.Span[Signature.Length..];
        for (bool first = true; ; first = false)
        {
            if (rest.Length < ChunkOverhead || BinaryPrimitives.ReadUInt32BigEndian(rest) > rest.Length - ChunkOverhead)
            {
                throw new InvalidDataException("PNG: truncated, a chunk ends behind the file.");
            }

            int length = BinaryPrimitives.ReadInt32BigEndian(rest);
            ReadOnlySpan<byte> type = rest.Slice(4, 4);
            ReadOnlySpan<byte> content = rest.Slice(8, length);
            if (Crc32.Compute(rest.Slice(4, length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + length)..]))
            {
                throw new InvalidDataException($"PNG: damaged, the check sum of the chunk {ChunkName(type)} is wrong.");
            }

            if (first != type.SequenceEqual("IHDR"u8))
            {
                throw new InvalidDataException("PNG: the file must begin with its only header.");
            }

            if (type.SequenceEqual("IEND"u8))
            {
                return;
            }

            ReadChunk(type, content, packed);
            rest = rest[(length + ChunkOverhead)..];
        }
    }

    private void ReadChunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content, MemoryStream packed)
    {
        if (type.SequenceEqual("IHDR"u8))
        {
            header = PngHeader.Parse(content);
        }
        else if (type.SequenceEqual("PLTE"u8))
        {
            palette =
                content.Length % 3 == 0 && content.Length <= 3 * 256
                    ? content.ToArray()
                    : throw new InvalidDataException($"PNG: a palette of {content.Length} bytes is none.");
        }
        else if (type.SequenceEqual("tRNS"u8))
        {
            transparency = content.ToArray();
        }
        else if (type.SequenceEqual("IDAT"u8))
        {
            packed.Write(content);
        }
        else if ((type[0] & 0x20) == 0)
        {
            throw new InvalidDataException($"PNG: the chunk {ChunkName(type)} is needed to show the picture, but not known.");
        }
    }

    private void ReadPass(ZLibStream unpacked, PngPass pass, GreyImage image)
    {
        int columns = pass.Columns(image.Width);
        if (columns == 0)
        {
            return;
        }

        var pixels = new PngPixels(header, palette, transparency);
        byte[] row = new byte[header.RowLength(columns)];
        byte[] above = new byte[row.Length];
        int step = Math.Max(1, header.BitsPerPixel / 8);
        for (int y = pass.Y; y < image.Height; y += pass.StepY)
        {
            int filter = unpacked.ReadByte();
            if (filter < 0)
            {
                throw new EndOfStreamException();
            }

            unpacked.ReadExactly(row);
            PngFilter.Undo(filter, row, above, step);
            for (int i = 0; i < columns; i++)
            {
                image.Pixels[(y * image.Width) + pass.X + (i * pass.StepX)] = pixels.Grey(row, i);
            }

            (row, above) = (above, row);
        }
    }

    private static string ChunkName(ReadOnlySpan<byte> type)
    {
        Span<char> name = stackalloc char[type.Length];
        for (int i = 0; i < name.Length; i++)
        {
            name[i] = char.IsAsciiLetter((char)type[i]) ? (char)type[i] : '?';
        }

        return new string(name);
    }
}
