using SpanNet.Data;

namespace SpanNet.Tests.Data.Images;

public sealed class ImageFittingTests
{
    // A figure without symmetry, 30 wide and 60 high: an L with a thick foot.
    private static GreyImage Figure(int width, int height, int left, int top, float ink, float paper)
    {
        var image = new GreyImage(width, height);
        Array.Fill(image.Pixels, paper);
        for (int y = 0; y < 60; y++)
        {
            for (int x = 0; x < 30; x++)
            {
                if (x < 9 || y >= 42)
                {
                    image.Pixels[((top + y) * width) + left + x] = ink;
                }
            }
        }

        return image;
    }

    [Fact]
    public void Mnist_puts_the_centre_of_mass_at_14_14_in_a_box_of_20()
    {
        float[] fitted = Fit(ImageFitting.Mnist, Figure(200, 150, 20, 70, 0, 1));
        InkBox box = InkBox.Find(fitted, 28, 0.01f);
        Assert.Equal((10, 20), (box.Width, box.Height));
        Assert.Equal(1, fitted.Max());
        double mass = fitted.Sum(x => (double)x);
        Assert.InRange(fitted.Select((v, i) => v * (double)(i % 28)).Sum() / mass, 13.5, 14.5);
        Assert.InRange(fitted.Select((v, i) => v * (double)(i / 28)).Sum() / mass, 13.5, 14.5);

        // 9 of 30 columns become 3 of 10, 18 of 60 rows become 6 of 20: exact areas.
        float[] expected = new float[28 * 28];
        for (int y = 0; y < 20; y++)
        {
            for (int x = 0; x < 10; x++)
            {
                expected[((box.Y + y) * 28) + box.X + x] = x < 3 || y >= 14 ? 1 : 0;
            }
        }

        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], fitted[i], 1e-5f));
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(1f, 0f)]
    [InlineData(0.3f, 0.8f)]
    [InlineData(0.4f, 0.1f)]
    public void Colour_place_and_contrast_do_not_matter(float ink, float paper)
    {
        float[] expected = Fit(ImageFitting.Mnist, Figure(200, 150, 20, 70, 0, 1));
        float[] fitted = Fit(ImageFitting.Mnist, Figure(300, 100, 200, 13, ink, paper));
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], fitted[i], 1e-4f));
    }

    [Fact]
    public void Fashion_mnist_fills_the_height_in_the_middle()
    {
        InkBox box = InkBox.Find(Fit(ImageFitting.FashionMnist, Figure(200, 150, 20, 70, 0, 1)), 28, 0.01f);
        Assert.Equal(new InkBox(7, 0, 14, 28), box);
    }

    [Fact]
    public void Thin_and_tiny_ink_is_not_lost()
    {
        var dot = new GreyImage(100, 100);
        dot.Pixels[5050] = 1;
        Assert.Equal(1, Fit(ImageFitting.Mnist, dot).Max());
        var line = new GreyImage(1000, 1000);
        for (int y = 100; y < 900; y++)
        {
            line.Pixels[(y * 1000) + 300] = 1;
        }

        Assert.Equal(20, Fit(ImageFitting.Mnist, line).Sum(), 1e-3);
    }

    [Fact]
    public void Pictures_of_the_right_size_stay_as_they_are()
    {
        float[] digit = new DigitsDataset().Sample(17).Input;
        Assert.Equal(digit, Fit(ImageFitting.Digits, Image(digit, 8)));
        float[] inverted = Array.ConvertAll(digit, pixel => 1 - pixel);
        Assert.Equal(digit, Fit(ImageFitting.Digits, Image(inverted, 8)));
    }

    // Every digit, drawn large in black on white paper, somewhere: after fitting its nearest neighbour among all is itself, nearly always.
    [Fact]
    public void Enlarged_digits_are_recognized()
    {
        var digits = new DigitsDataset();
        float[][] all = [.. Enumerable.Range(0, digits.Count).Select(i => digits.Sample(i).Input)];
        int recognized = 0;
        int close = 0;
        const int Step = 9;
        for (int n = 0; n < all.Length; n += Step)
        {
            var paper = new GreyImage(190, 170);
            Array.Fill(paper.Pixels, 1);
            for (int i = 0; i < 120 * 120; i++)
            {
                (int x, int y) = (i % 120, i / 120);
                paper.Pixels[((y + 11) * 190) + x + 43] = 1 - all[n][(y / 15 * 8) + (x / 15)];
            }

            float[] fitted = Fit(ImageFitting.Digits, paper);
            int nearest = Enumerable.Range(0, all.Length).MinBy(i => Distance(all[i], fitted));
            recognized += digits.Sample(nearest).Target[0] == digits.Sample(n).Target[0] ? 1 : 0;
            close += Distance(all[n], fitted) < 0.05 ? 1 : 0;
        }

        int count = (all.Length + Step - 1) / Step;
        Assert.InRange(recognized, count * 0.96, count);
        Assert.InRange(close, count * 0.85, count);
    }

    [Fact]
    public void Blank_paper_is_refused()
    {
        var white = new GreyImage(50, 40);
        Array.Fill(white.Pixels, 1);
        foreach (GreyImage image in (GreyImage[])[white, new GreyImage(50, 40), new GreyImage(28, 28)])
        {
            Assert.Contains("blank", Assert.Throws<InvalidDataException>(() => Fit(ImageFitting.Mnist, image)).Message);
        }
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ImageFitting.Mnist.Fit(new GreyImage(3, 3), new float[64]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GreyImage(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GreyImage(5000, 5000));
    }

    [Fact]
    public void Json_keeps_it()
    {
        foreach (ImageFitting fitting in (ImageFitting[])[ImageFitting.Mnist, ImageFitting.FashionMnist, ImageFitting.Digits])
        {
            Assert.Equal(fitting, ImageFitting.Read(Json.Parse(Json.Of(fitting.Write))));
        }
    }

    [Theory]
    [InlineData("""{"height":0,"width":8,"box":8,"byMass":true}""", "\"height\" must be")]
    [InlineData("""{"height":8,"width":5000,"box":8,"byMass":true}""", "\"width\" must be")]
    [InlineData("""{"height":8,"width":8,"box":9,"byMass":true}""", "\"box\" must be")]
    [InlineData("""{"height":8,"width":8,"box":8,"byMass":1}""", "\"byMass\" must be")]
    [InlineData("""{"height":8.5,"width":8,"box":8,"byMass":true}""", "\"height\" must be")]
    public void Json_of_something_else_is_refused(string json, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<InvalidDataException>(() => ImageFitting.Read(Json.Parse(json))).Message,
            StringComparison.Ordinal
        );

    private static float[] Fit(ImageFitting fitting, GreyImage image)
    {
        float[] result = new float[fitting.Height * fitting.Width];
        Array.Fill(result, 9);
        fitting.Fit(image, result);
        return result;
    }

    private static GreyImage Image(float[] pixels, int width)
    {
        var image = new GreyImage(width, pixels.Length / width);
        pixels.CopyTo(image.Pixels, 0);
        return image;
    }

    private static double Distance(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return sum / a.Length;
    }
}
