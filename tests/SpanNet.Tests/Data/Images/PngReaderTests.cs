using SpanNet.Data;

namespace SpanNet.Tests.Data.Images;

public sealed class PngReaderTests
{
    // Every PNG file ends with this sum, so the writer below and the reader do not merely agree with each other.
    [Fact]
    public void A_check_sum_is_that_of_the_format() => Assert.Equal(0xAE426082, Crc32.Compute("IEND"u8));

    public static TheoryData<int, int, bool> Kinds()
    {
        TheoryData<int, int, bool> kinds = [];
        foreach (
            (int type, int[] depths) in ((int, int[])[])[(0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16])]
        )
        {
            foreach (int depth in depths)
            {
                kinds.Add(type, depth, false);
                kinds.Add(type, depth, true);
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_picture_is_read(int type, int depth, bool interlaced)
    {
        double maximum = (1 << depth) - 1;
        int Sample(int x, int y, int c) =>
            ((x * 7919) + (y * 104729) + (c * 1299709) + (x * y * 31)) % ((1 << depth) - (type == 3 && depth > 1 ? 1 : 0));
        byte[] palette = [.. Enumerable.Range(0, 3 << depth).Select(i => (byte)(i * 83))];
        byte[] alphas = [.. Enumerable.Range(0, Math.Max(1, (1 << depth) / 2)).Select(i => (byte)(i * 57))];
        (string, byte[])[] before = type == 3 ? [("PLTE", palette), ("tRNS", alphas)] : [];
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (5, 3), (17, 13), (3, 9)])
        {
            byte[] file = PngBytes.Make(width, height, type, depth, Sample, row => (row + 3) % 5, interlaced, before);
            GreyImage image = GreyImage.Decode(file);
            Assert.Equal((width, height), (image.Width, image.Height));
            for (int i = 0; i < image.Pixels.Length; i++)
            {
                double Value(int c) => Sample(i % width, i / width, c) / maximum;
                int color = Sample(i % width, i / width, 0);
                double Entry(int c) => palette[(3 * color) + c] / 255.0;
                (double grey, double alpha) = type switch
                {
                    0 => (Value(0), 1),
                    2 => (Luma(Value), 1),
                    3 => (Luma(Entry), color < alphas.Length ? alphas[color] / 255.0 : 1),
                    4 => (Value(0), Value(1)),
                    _ => (Luma(Value), Value(3)),
                };
                Assert.Equal((grey * alpha) + 1 - alpha, image.Pixels[i], 1e-6);
            }
        }
    }

    [Fact]
    public void A_transparent_colour_shows_white()
    {
        byte[] grey = PngBytes.Make(3, 1, 0, 8, (x, _, _) => x * 10, before: [("tRNS", [0, 10])]);
        Assert.Equal([0, 1, 20 / 255f], GreyImage.Decode(grey).Pixels);
        byte[] rgb = PngBytes.Make(2, 1, 2, 8, (x, _, c) => x * c, before: [("tRNS", [0, 0, 0, 1, 0, 2])]);
        Assert.Equal([0, 1], GreyImage.Decode(rgb).Pixels);
    }

    public static TheoryData<string, byte[], string> BadFiles()
    {
        byte[] good = PngBytes.Make(20, 20, 0, 8, (x, y, _) => (x * y) % 256);
        byte[] Header(params byte[] values) => [0, 0, 0, 4, 0, 0, 0, 4, .. values];
        byte[] palette = PngBytes.Make(2, 2, 3, 8, (x, y, _) => 3, before: [("PLTE", new byte[9])]);
        byte[] data = PngBytes.Pack(new byte[20]);
        byte[] flipped = [.. good];
        flipped[60] ^= 4;
        byte[] Huge(byte size) => PngBytes.File(("IHDR", [0, size, 0, 0, 0, size, 0, 0, 8, 0, 0, 0, 0]), ("IDAT", data), ("IEND", []));
        return new TheoryData<string, byte[], string>
        {
            { "nothing", [], "neither a PNG nor" },
            { "text", "hello"u8.ToArray(), "neither a PNG nor" },
            { "only the signature", good[..8], "truncated, a chunk ends behind the file" },
            { "cut in the data", good[..60], "truncated, a chunk ends behind the file" },
            { "no end", good[..^12], "truncated, a chunk ends behind the file" },
            { "a flipped bit", flipped, "check sum of the chunk IDAT" },
            { "no header", PngBytes.File(("IDAT", data), ("IEND", [])), "must begin with its only header" },
            { "two headers", PngBytes.File(("IHDR", Header(8, 0, 0, 0, 0)), ("IHDR", Header(8, 0, 0, 0, 0))), "only header" },
            { "short header", PngBytes.File(("IHDR", [1, 2, 3])), "the header has 3 bytes" },
            { "odd depth", PngBytes.File(("IHDR", Header(3, 0, 0, 0, 0))), "colour type 0 with 3 bits" },
            { "16-bit palette", PngBytes.File(("IHDR", Header(16, 3, 0, 0, 0))), "colour type 3 with 16 bits" },
            { "unknown colour type", PngBytes.File(("IHDR", Header(8, 1, 0, 0, 0))), "colour type 1" },
            { "unknown interlace", PngBytes.File(("IHDR", Header(8, 0, 0, 0, 2))), "interlace 2" },
            { "unknown needed chunk", PngBytes.File(("IHDR", Header(8, 0, 0, 0, 0)), ("ABCD", [])), "chunk ABCD is needed" },
            { "no palette", PngBytes.File(("IHDR", Header(8, 3, 0, 0, 0)), ("IDAT", data), ("IEND", [])), "palette is missing" },
            { "odd palette", PngBytes.File(("IHDR", Header(8, 3, 0, 0, 0)), ("PLTE", [1])), "palette of 1 bytes" },
            { "colour behind the palette", palette, "colour 3, the palette has 3" },
            { "no data", PngBytes.File(("IHDR", Header(8, 0, 0, 0, 0)), ("IEND", [])), "truncated" },
            {
                "too little data",
                PngBytes.File(("IHDR", Header(8, 0, 0, 0, 0)), ("IDAT", PngBytes.Pack(new byte[19])), ("IEND", [])),
                "ends early"
            },
            {
                "no zlib data",
                PngBytes.File(("IHDR", Header(8, 0, 0, 0, 0)), ("IDAT", new byte[20]), ("IEND", [])),
                "damaged picture data"
            },
            {
                "unknown filter",
                PngBytes.File(("IHDR", Header(8, 0, 0, 0, 0)), ("IDAT", PngBytes.Pack([5, .. new byte[19]])), ("IEND", [])),
                "filter 5"
            },
            { "promises 64k × 64k", Huge(1), "larger than 16777216 pixels" },
            { "promises 2 G × 2 G", Huge(0x7F), "larger than 16777216 pixels" },
            { "empty", PngBytes.File(("IHDR", [0, 0, 0, 0, 0, 0, 0, 4, 8, 0, 0, 0, 0]), ("IDAT", data), ("IEND", [])), "0×4 is empty" },
            {
                "promises more than its data can hold",
                PngBytes.File(("IHDR", [0, 0, 16, 0, 0, 0, 16, 0, 8, 0, 0, 0, 0]), ("IDAT", data), ("IEND", [])),
                "cannot hold a picture of 4096×4096"
            },
        };
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Bad_files_are_refused_without_taking_memory(string what, byte[] file, string message)
    {
        Assert.NotNull(what);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string text = Assert.Throws<InvalidDataException>(() => GreyImage.Decode(file)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(message, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void Damaged_files_give_only_the_documented_exception()
    {
        byte[] good = PngBytes.Make(9, 7, 6, 8, (x, y, c) => (x * y * c) % 256, row => row % 5, interlaced: true);
        var random = new Random(1);
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] file = [.. good];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            }

            file = trial % 4 == 0 ? file[..random.Next(file.Length)] : file;
            Assert.NotNull(Record.Exception(() => GreyImage.Decode(file)) as InvalidDataException);
        }
    }

    [Fact]
    public void Load_names_the_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.png", "nothing");
        Assert.StartsWith(
            $"{path}: neither",
            Assert.Throws<InvalidDataException>(() => GreyImage.Load(path)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("there is no such file", Assert.Throws<FileNotFoundException>(() => GreyImage.Load(folder.File("b.png"))).Message);
    }

    private static double Luma(Func<int, double> channel) => (0.299 * channel(0)) + (0.587 * channel(1)) + (0.114 * channel(2));
}
