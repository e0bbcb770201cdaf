namespace SpanNet.Data;

/// <summary>A picture in shades of grey: 0 black, 1 white; rows from the top, without padding.</summary>
public sealed class GreyImage
{
    /// <summary>The largest number of pixels that a picture may have: 16 Mi. It bounds the memory that a file can ask for.</summary>
    public const int MaximumPixels = 1 << 24;

    /// <summary>A black picture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or there are more than <see cref="MaximumPixels"/>.</exception>
    public GreyImage(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, MaximumPixels, nameof(width));
        Width = width;
        Height = height;
        Pixels = new float[width * height];
    }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>[Height, Width].</summary>
    public float[] Pixels { get; }

    /// <summary>Reads a PNG, PGM or PPM file; the content decides which, not the name.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no such picture, or damaged; the message is one line with its path.</exception>
    public static GreyImage Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Decode(File.ReadAllBytes(path));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path}: there is no such file.", path, e);
        }
    }

    /// <summary>Reads the bytes of a PNG, PGM or PPM file.</summary>
    /// <exception cref="InvalidDataException">They are no such picture, or damaged.</exception>
    public static GreyImage Decode(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        if (PngReader.IsPng(bytes))
        {
            return new PngReader(file).Read();
        }

        return bytes.Length >= 2 && bytes[0] == 'P' && bytes[1] is >= (byte)'1' and <= (byte)'7'
            ? PnmReader.Read(bytes)
            : throw new InvalidDataException("neither a PNG nor a PGM or PPM picture.");
    }

    /// <summary>Grey of a colour: ITU-R BT.601 luma, as most programs convert.</summary>
    internal static float Luma(float red, float green, float blue) => (0.299f * red) + (0.587f * green) + (0.114f * blue);

    /// <summary>Checks the sides that a file gives, before anything is computed with them.</summary>
    /// <exception cref="InvalidDataException">The picture would be empty or too large.</exception>
    internal static void CheckSides(long width, long height)
    {
        if (width <= 0 || height <= 0 || width > MaximumPixels || height > MaximumPixels || width * height > MaximumPixels)
        {
            throw new InvalidDataException($"a picture of {width}×{height} is empty or larger than {MaximumPixels} pixels.");
        }
    }
}
