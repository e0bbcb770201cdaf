using System.Globalization;
using System.Text.Json;
using SpanNet.Data;

namespace SpanNet.Cli.Tests;

/// <summary>Pictures of digits that were not trained with.</summary>
public sealed class PredictTests(TrainedDigits digits) : IClassFixture<TrainedDigits>, IDisposable
{
    private const int FirstTest = 1297;
    private const int Pictures = 50;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pgm_pictures_are_answered_with_probabilities()
    {
        (string[] files, string[] truth) = Write("pgm", pixels => TestPictures.Pgm(pixels, 8, 16), scale: 16);
        CommandResult result = InProcess.Run(["predict", digits.ModelFile, "--json", "--top", "10", .. files]).AssertDone();
        Assert.Equal(Pictures, result.Lines.Length);
        Assert.InRange(Hits(result, truth), 42, Pictures);
        foreach (string line in result.Lines)
        {
            double[] probabilities = [.. Predictions(line).Select(p => p.GetProperty("probability").GetDouble())];
            Assert.Equal(1, probabilities.Sum(), 5);
            Assert.Equal(probabilities.OrderDescending(), probabilities);
        }
    }

    [Fact]
    public void Large_dark_pictures_on_white_paper_are_resized_and_inverted()
    {
        (string[] files, string[] truth) = Write("png", OnPaper, scale: 255);
        CommandResult result = InProcess.Run(["predict", digits.ModelFile, "--json", .. files]).AssertDone();
        Assert.InRange(Hits(result, truth), 40, Pictures);

        static byte[] OnPaper(byte[] pixels)
        {
            (byte[] paper, int width) = TestPictures.OnPaper(pixels, 8, 10);
            return TestPictures.Png(paper, width);
        }
    }

    [Fact]
    public void Plain_text_shows_percent_and_class()
    {
        (string[] files, _) = Write("png", pixels => TestPictures.Png(pixels, 8), scale: 255);
        string text = InProcess.Run("predict", digits.ModelFile, files[0], "--top", "2").AssertDone().Output;
        Assert.Matches(@"0\.png +\d+\.\d %  \d +\d+\.\d %  \d\n", text);
    }

    [Fact]
    public void A_bad_file_among_good_ones_is_told_and_the_others_answered()
    {
        (string[] files, _) = Write("pgm", pixels => TestPictures.Pgm(pixels, 8, 16), scale: 16);
        string bad = folder.Write("bad.png", "no picture");
        CommandResult result = InProcess.Run("predict", digits.ModelFile, "--json", bad, files[0]);
        result.AssertFailed(1, bad);
        Assert.Single(result.Lines);
    }

    [Fact]
    public void A_blank_picture_is_an_error_that_names_the_file()
    {
        string blank = folder.Write("blank.pgm", TestPictures.Pgm(new byte[64], 8, 16));
        InProcess.Run("predict", digits.ModelFile, blank).AssertFailed(1, blank, "blank");
    }

    private static int Hits(CommandResult result, string[] truth) =>
        result.Lines.Where((line, i) => Predictions(line)[0].GetProperty("class").GetString() == truth[i]).Count();

    private static JsonElement[] Predictions(string line) =>
        [.. JsonDocument.Parse(line).RootElement.GetProperty("predictions").EnumerateArray()];

    private (string[] Files, string[] Truth) Write(string type, Func<byte[], byte[]> encode, int scale)
    {
        var data = new DigitsDataset();
        string[] files = new string[Pictures];
        string[] truth = new string[Pictures];
        float[] input = new float[data.InputLength];
        float[] target = new float[1];
        for (int i = 0; i < Pictures; i++)
        {
            data.Read(FirstTest + i, input, target);
            files[i] = folder.Write($"{i}.{type}", encode(Array.ConvertAll(input, value => (byte)(value * scale))));
            truth[i] = target[0].ToString(CultureInfo.InvariantCulture);
        }

        return (files, truth);
    }
}
