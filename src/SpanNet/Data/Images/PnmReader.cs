namespace SpanNet.Data;

/// <summary>Reads PGM and PPM pictures (P2, P3 as text; P5, P6 as bytes), 8 or 16 bit, as grey. netpbm.sourceforge.net/doc/pgm.html.</summary>
internal ref struct PnmReader
{
    private readonly ReadOnlySpan<byte> file;
    private int position;

    private PnmReader(ReadOnlySpan<byte> file)
    {
        this.file = file;
        position = 2;
    }

    /// <exception cref="InvalidDataException">The file is damaged or another of the format's kinds.</exception>
    public static GreyImage Read(ReadOnlySpan<byte> file)
    {
        var reader = new PnmReader(file);
        char kind = (char)file[1];
        return kind is '2' or '3' or '5' or '6'
            ? reader.Read(kind is '2' or '3', kind is '3' or '6' ? 3 : 1)
            : throw new InvalidDataException($"P{kind}: of the PNM kinds only P2, P3, P5 and P6 are known.");
    }

    private GreyImage Read(bool text, int channels)
    {
        int width = Number("width");
        int height = Number("height");
        int maximum = Number("largest value");
        if (maximum is 0 or > ushort.MaxValue)
        {
            throw new InvalidDataException($"PNM: the largest value must be 1 to 65535, not {maximum}.");
        }

        GreyImage.CheckSides(width, height);

        // One white-space byte ends the header. Each number takes a byte at least, so the file bounds the memory.
        int bytes = maximum > byte.MaxValue ? 2 : 1;
        position++;
        long numbers = (long)width * height * channels;
        if (file.Length - position < numbers * (text ? 1 : bytes))
        {
            throw new InvalidDataException($"PNM: truncated, {file.Length} bytes cannot hold a picture of {width}×{height}.");
        }

        var image = new GreyImage(width, height);
        Span<float> color = stackalloc float[channels];
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            foreach (ref float sample in color)
            {
                int value = text ? Number("pixel") : Binary(bytes);
                sample =
                    value <= maximum
                        ? value / (float)maximum
                        : throw new InvalidDataException($"PNM: a pixel has the value {value}, but the largest is {maximum}.");
            }

            image.Pixels[i] = channels == 1 ? color[0] : GreyImage.Luma(color[0], color[1], color[2]);
        }

        return image;
    }

    private int Binary(int bytes)
    {
        int value = file[position++];
        return bytes == 1 ? value : (value << 8) | file[position++];
    }

    private int Number(string what)
    {
        SkipSpace();
        int start = position;
        int value = 0;
        while (position < file.Length && file[position] is >= (byte)'0' and <= (byte)'9' && value < 100_000_000)
        {
            value = (10 * value) + file[position++] - '0';
        }

        return position > start ? value
            : position < file.Length ? throw new InvalidDataException($"PNM: no number where the {what} is expected.")
            : throw new InvalidDataException($"PNM: truncated, the {what} is missing.");
    }

    private void SkipSpace()
    {
        for (bool comment = false; position < file.Length; position++)
        {
            byte b = file[position];
            comment = comment ? b is not ((byte)'\n' or (byte)'\r') : b == '#';
            if (!comment && b is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or 11 or 12))
            {
                return;
            }
        }
    }
}
