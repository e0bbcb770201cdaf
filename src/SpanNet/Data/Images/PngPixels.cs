using System.Buffers.Binary;

namespace SpanNet.Data;

/// <summary>What the numbers of an unfiltered PNG row mean: the grey of each pixel, on white where it is transparent.</summary>
internal readonly ref struct PngPixels(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
{
    private readonly PngHeader header = header;
    private readonly ReadOnlySpan<byte> palette = palette;
    private readonly ReadOnlySpan<byte> transparency = transparency;
    private readonly float maximum = (1 << header.BitDepth) - 1;

    /// <summary>The grey of pixel <paramref name="i"/> of a row, 0..1.</summary>
    /// <exception cref="InvalidDataException">It names a colour that the palette has not.</exception>
    public float Grey(ReadOnlySpan<byte> row, int i)
    {
        int first = i * header.Channels;
        int a = Sample(row, first);
        switch (header.ColorType)
        {
            case PngHeader.Grey:
                return IsKey(0, a) ? 1 : a / maximum;
            case PngHeader.GreyAlpha:
                return OnWhite(a / maximum, Sample(row, first + 1) / maximum);
            case PngHeader.Palette:
                return OnWhite(PaletteGrey(a), a < transparency.Length ? transparency[a] / 255f : 1);
            default:
                (int g, int b) = (Sample(row, first + 1), Sample(row, first + 2));
                float grey = GreyImage.Luma(a / maximum, g / maximum, b / maximum);
                return header.ColorType == PngHeader.RgbAlpha ? OnWhite(grey, Sample(row, first + 3) / maximum)
                    : IsKey(0, a) && IsKey(1, g) && IsKey(2, b) ? 1
                    : grey;
        }
    }

    private static float OnWhite(float grey, float alpha) => 1 - ((1 - grey) * alpha);

    private int Sample(ReadOnlySpan<byte> row, int i)
    {
        if (header.BitDepth == 16)
        {
            return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]);
        }

        int bit = i * header.BitDepth;
        return (row[bit / 8] >> (8 - header.BitDepth - (bit % 8))) & ((1 << header.BitDepth) - 1);
    }

    // Without alpha, the chunk tRNS may name one colour that is transparent.
    private bool IsKey(int channel, int sample) =>
        transparency.Length >= 2 * (channel + 1) && BinaryPrimitives.ReadUInt16BigEndian(transparency[(2 * channel)..]) == sample;

    private float PaletteGrey(int color) =>
        (3 * color) + 3 <= palette.Length
            ? GreyImage.Luma(palette[3 * color] / 255f, palette[(3 * color) + 1] / 255f, palette[(3 * color) + 2] / 255f)
            : throw new InvalidDataException($"PNG: a pixel has colour {color}, the palette has {palette.Length / 3}.");
}
