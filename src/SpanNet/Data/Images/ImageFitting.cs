using System.Text.Json;

namespace SpanNet.Data;

/// <summary>
/// Makes a picture from anywhere look like the pictures of a data set: light on dark, cropped to its ink, brought to the data set's
/// size with its proportions kept, and put where the data set puts it. Plain data, stored in the model.
/// </summary>
/// <param name="Height">Rows of the data set's pictures.</param>
/// <param name="Width">Columns of the data set's pictures.</param>
/// <param name="Box">Side of the square that the ink is made to fill in at least one direction.</param>
/// <param name="ByMass">True: the centre of mass comes to the middle, as in MNIST; false: the middle of the ink's box.</param>
public sealed record ImageFitting(int Height, int Width, int Box, bool ByMass)
{
    // The ink begins where a pixel is this much lighter than the background, of the full range that the picture uses.
    private const float InkThreshold = 0.1f;

    // Below this difference a picture is blank paper with noise.
    private const float BlankRange = 0.02f;

    /// <summary>MNIST: 20×20 in 28×28, the centre of mass at pixel (14, 14). LeCun et al., The MNIST database.</summary>
    public static ImageFitting Mnist { get; } = new(28, 28, 20, true);

    /// <summary>Fashion-MNIST: the longer side fills 28, in the middle. Xiao, Rasul and Vollgraf 2017, section 2.</summary>
    public static ImageFitting FashionMnist { get; } = new(28, 28, 28, false);

    /// <summary>The 8×8 digits: all 1,797 fill the full height, and 95 % stand in the middle of the width.</summary>
    public static ImageFitting Digits { get; } = new(8, 8, 8, false);

    /// <summary>
    /// Writes the fitted picture. One that has the data set's size already is taken as it stands, at most inverted.
    /// </summary>
    /// <param name="image">Any picture. It counts as dark on light, and is inverted, when its border is bright on average.</param>
    /// <param name="destination">[Height, Width, 1], 0..1, overwritten.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="InvalidDataException">The picture is blank.</exception>
    public void Fit(GreyImage image, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (destination.Length != Height * Width)
        {
            throw new ArgumentException($"A picture of {Height}×{Width} needs {Height * Width} floats, not {destination.Length}.");
        }

        float border = BorderMean(image);
        (float low, float high) = border > 0.5f ? (border, image.Pixels.Min()) : (border, image.Pixels.Max());
        if (Math.Abs(high - low) < BlankRange)
        {
            throw new InvalidDataException("the picture is blank.");
        }

        if (image.Width == Width && image.Height == Height)
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = border > 0.5f ? 1 - image.Pixels[i] : image.Pixels[i];
            }

            return;
        }

        float[] ink = Array.ConvertAll(image.Pixels, pixel => Math.Clamp((pixel - low) / (high - low), 0, 1));
        InkBox box = InkBox.Find(ink, image.Width, InkThreshold);
        float scale = (float)Box / Math.Max(box.Width, box.Height);
        int width = Math.Clamp((int)MathF.Round(box.Width * scale), 1, Width);
        int height = Math.Clamp((int)MathF.Round(box.Height * scale), 1, Height);
        float[] small = AreaAverage.Resize(ink, image.Width, box, width, height);
        (float centreX, float centreY) = ByMass ? CentreOfMass(small, width) : (width / 2f, height / 2f);
        Place(small, width, centreX, centreY, destination);
    }

    /// <summary>Writes {"height":…,"width":…,"box":…,"byMass":…}.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("height", Height);
        json.WriteNumber("width", Width);
        json.WriteNumber("box", Box);
        json.WriteBoolean("byMass", ByMass);
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else; the message names the field.</exception>
    public static ImageFitting Read(JsonElement json)
    {
        int height = JsonFields.Integer(json, "height", 1, 4096);
        int width = JsonFields.Integer(json, "width", 1, 4096);
        int box = JsonFields.Integer(json, "box", 1, Math.Min(height, width));
        return new ImageFitting(height, width, box, JsonFields.Boolean(json, "byMass"));
    }

    private static float BorderMean(GreyImage image)
    {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < image.Height; y++)
        {
            int step = y == 0 || y == image.Height - 1 ? 1 : Math.Max(1, image.Width - 1);
            for (int x = 0; x < image.Width; x += step)
            {
                sum += image.Pixels[(y * image.Width) + x];
                count++;
            }
        }

        return (float)(sum / count);
    }

    // In pixel numbers, which Place compares with Width / 2: MNIST's centre is pixel 14 of 0..27, not 13.5.
    private static (float X, float Y) CentreOfMass(ReadOnlySpan<float> pixels, int width)
    {
        double mass = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            mass += pixels[i];
            x += (double)pixels[i] * (i % width);
            y += (double)pixels[i] * (i / width);
        }

        return ((float)(x / mass), (float)(y / mass));
    }

    // Moves by whole pixels, which keeps edges sharp, and never beyond the destination. Halves go right and down, as in most digits.
    private void Place(ReadOnlySpan<float> small, int width, float centreX, float centreY, Span<float> destination)
    {
        int height = small.Length / width;
        int left = Math.Clamp((int)MathF.Round((Width / 2f) - centreX, MidpointRounding.AwayFromZero), 0, Width - width);
        int top = Math.Clamp((int)MathF.Round((Height / 2f) - centreY, MidpointRounding.AwayFromZero), 0, Height - height);
        destination.Clear();
        for (int y = 0; y < height; y++)
        {
            small.Slice(y * width, width).CopyTo(destination[(((top + y) * Width) + left)..]);
        }
    }
}
