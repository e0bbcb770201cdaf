using System.Text;
using SpanNet.Data;

namespace SpanNet.Tests.Data.Images;

public sealed class PnmReaderTests
{
    private static readonly float[] Grey = [0, 0.2f, 0.4f, 0.6f, 0.8f, 1];

    public static TheoryData<string, byte[]> GoodFiles() =>
        new()
        {
            { "P2", Text("P2\n3 2\n5\n0 1 2\n3 4 5\n") },
            { "P2 with comments", Text("P2 # made by hand\n#\n3 2\n# largest\n5\n0 1 2 3 4 # almost\n5") },
            { "P3", Text("P3 3 2 5 0 0 0 1 1 1 2 2 2 3 3 3 4 4 4 5 5 5") },
            { "P5", [.. Text("P5\n3 2\n255\n"), 0, 51, 102, 153, 204, 255] },
            { "P5, any largest value", [.. Text("P5 3 2 5\n"), 0, 1, 2, 3, 4, 5] },
            { "P5, 16 bit", [.. Text("P5 3 2 65535\n"), 0, 0, 51, 51, 102, 102, 153, 153, 204, 204, 255, 255] },
            { "P5, a pixel like a space", [.. Text("P5 3 2 160\n"), 0, 32, 64, 96, 128, 160] },
            { "P6", [.. Text("P6 3 2 5\r"), .. Enumerable.Range(0, 18).Select(i => (byte)(i / 3))] },
        };

    [Theory]
    [MemberData(nameof(GoodFiles))]
    public void Every_kind_is_read(string what, byte[] file)
    {
        Assert.NotNull(what);
        GreyImage image = GreyImage.Decode(file);
        Assert.Equal((3, 2), (image.Width, image.Height));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(Grey[i], image.Pixels[i], 1e-6f));
    }

    [Fact]
    public void Colours_count_as_the_eye_sees_them()
    {
        GreyImage image = GreyImage.Decode(Text("P3 3 1 1 1 0 0 0 1 0 0 0 1"));
        Assert.Equal([0.299f, 0.587f, 0.114f], image.Pixels);
    }

    public static TheoryData<string, string> BadFiles() =>
        new()
        {
            { "P4 8 1 x", "P4: of the PNM kinds only" },
            { "P2", "the width is missing" },
            { "P2 3", "the height is missing" },
            { "P2 3 2", "the largest value is missing" },
            { "P2 3 -2 5 1", "no number where the height" },
            { "P2 0 2 5 1 1 1 1 1 1 1", "0×2 is empty" },
            { "P2 1 1 0 1", "must be 1 to 65535, not 0" },
            { "P2 1 1 65536 1", "must be 1 to 65535, not 65536" },
            { "P2 3 2 5\n0 1 2 3 4", "the pixel is missing" },
            { "P2 3 2 5\n0 1 2 3 4 x", "no number where the pixel" },
            { "P2 3 2 5\n0 1 2 3 4 6", "a pixel has the value 6, but the largest is 5" },
            { "P5 3 2 255\n12345", "cannot hold a picture of 3×2" },
            { "P5 3 2 256\n12345678901", "cannot hold a picture of 3×2" },
            { "P5 1 1 5\n9", "a pixel has the value 57" },
            { "P5 4000 4000 255\n12345", "cannot hold a picture of 4000×4000" },
            { "P2 4000 4000 255\n12345", "cannot hold a picture of 4000×4000" },
            { "P5 99999999999 9999999999 255\n12345", "PNM" },
            { "P5 40000 40000 255\n12345", "larger than 16777216 pixels" },
        };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Bad_files_are_refused_without_taking_memory(string file, string message)
    {
        byte[] bytes = Text(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string text = Assert.Throws<InvalidDataException>(() => GreyImage.Decode(bytes)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(message, text, StringComparison.Ordinal);
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
}
