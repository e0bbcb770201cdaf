using SpanNet.Data;

namespace SpanNet.Tests.Data.Digits;

public sealed class DigitsDatasetTests
{
    private static readonly DigitsDataset Digits = new();

    [Fact]
    public void It_holds_scikit_learns_samples()
    {
        Assert.Equal(1797, Digits.Count);
        Assert.Equal([8, 8, 1], Digits.InputShape.ToArray());
        Assert.Equal(1, Digits.TargetLength);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], Digits.ClassNames);
        int[] labels = Digits.Labels();
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], Enumerable.Range(0, 10).Select(c => labels.Count(l => l == c)));

        float[] rows =
        [
            .. (int[])[0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0, 0, 3, 15, 2, 0, 11, 8, 0, 0, 4, 12, 0, 0, 8, 8, 0],
            .. (int[])[0, 5, 8, 0, 0, 9, 8, 0, 0, 4, 11, 0, 1, 12, 7, 0, 0, 2, 14, 5, 10, 12, 0, 0, 0, 0, 6, 13, 10, 0, 0, 0],
        ];
        (float[] input, float[] target) = Digits.Sample(0);
        Assert.Equal(rows.Select(pixel => pixel / 16), input);
        Assert.Equal(0, target[0]);
        Assert.Equal(8, Digits.Sample(1796).Target[0]);
    }

    [Fact]
    public void Its_values_span_0_to_1()
    {
        float[] all = [.. Enumerable.Range(0, Digits.Count).SelectMany(i => Digits.Sample(i).Input)];
        Assert.Equal(0, all.Min());
        Assert.Equal(1, all.Max());
        Assert.Equal(561718, all.Sum(pixel => (double)pixel * 16));
    }

    [Fact]
    public void Its_split_keeps_the_order_of_the_writers()
    {
        DatasetParts parts = DatasetParts.Of(Digits, DigitsDataset.Split);
        Assert.Equal((1097, 200, 500), (parts.Train.Count, parts.Validation.Count, parts.Test.Count));
        Assert.Equal(Digits.Sample(0).Input, parts.Train.Sample(0).Input);
        Assert.Equal(Digits.Sample(1097).Input, parts.Validation.Sample(0).Input);
        Assert.Equal(Digits.Sample(1297).Input, parts.Test.Sample(0).Input);
        Assert.Equal(Digits.Sample(1796).Input, parts.Test.Sample(499).Input);
    }

    // Computed by a program of its own in Python, from scikit-learn's file.
    [Fact]
    public void Its_hash_never_changes() =>
        Assert.Equal("e75ebbd37344f7516a2cd4f5a4292d021b82ffb2daf1d27be6a3c85169f7c86b", Digits.ContentHash);

    [Fact]
    public void It_names_its_source_and_licence()
    {
        Assert.Contains("Alpaydin", DigitsDataset.Attribution, StringComparison.Ordinal);
        Assert.Contains("CC BY 4.0", DigitsDataset.Attribution, StringComparison.Ordinal);
    }
}
