using System.Buffers.Binary;

namespace SpanNet.Data;

/// <summary>The IHDR chunk of a PNG file. PNG specification, 11.2.2.</summary>
internal readonly record struct PngHeader(uint Width, uint Height, int BitDepth, int ColorType, bool Interlaced)
{
    public const int Grey = 0;
    public const int Rgb = 2;
    public const int Palette = 3;
    public const int GreyAlpha = 4;
    public const int RgbAlpha = 6;

    /// <summary>Numbers per pixel in the file; a palette index is one.</summary>
    public int Channels =>
        ColorType switch
        {
            Rgb => 3,
            GreyAlpha => 2,
            RgbAlpha => 4,
            _ => 1,
        };

    public int BitsPerPixel => Channels * BitDepth;

    /// <summary>The passes of the file: one, or the seven of Adam7.</summary>
    public ReadOnlySpan<PngPass> Passes => Interlaced ? PngPass.Adam7 : PngPass.Whole;

    /// <summary>Bytes of one row of pixels, without the filter byte.</summary>
    public int RowLength(int pixels) => (int)((((long)pixels * BitsPerPixel) + 7) / 8);

    /// <summary>Bytes of all rows with their filter bytes.</summary>
    public long UnpackedLength
    {
        get
        {
            long length = 0;
            foreach (PngPass pass in Passes)
            {
                int columns = pass.Columns((int)Width);
                length += columns == 0 ? 0 : (long)pass.Rows((int)Height) * (RowLength(columns) + 1);
            }

            return length;
        }
    }

    /// <exception cref="InvalidDataException">The chunk holds what the specification does not allow.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != 13)
        {
            throw new InvalidDataException($"PNG: the header has {chunk.Length} bytes, not 13.");
        }

        var header = new PngHeader(
            BinaryPrimitives.ReadUInt32BigEndian(chunk),
            BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]),
            chunk[8],
            chunk[9],
            chunk[12] == 1
        );
        bool allowed = header.ColorType switch
        {
            Grey => header.BitDepth is 1 or 2 or 4 or 8 or 16,
            Palette => header.BitDepth is 1 or 2 or 4 or 8,
            Rgb or GreyAlpha or RgbAlpha => header.BitDepth is 8 or 16,
            _ => false,
        };
        if (!allowed || chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
        {
            throw new InvalidDataException(
                $"PNG: colour type {chunk[9]} with {chunk[8]} bits, compression {chunk[10]}, filter {chunk[11]}, interlace {chunk[12]} "
                    + "is none that the format knows."
            );
        }

        return header;
    }
}
