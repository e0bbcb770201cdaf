using SpanNet.Data;

namespace SpanNet.Tests.Data;

public sealed class DatasetSplitTests
{
    [Fact]
    public void In_order_gives_ranges()
    {
        DatasetSplit split = DatasetSplit.InOrder(3, 0, 2);
        Assert.Equal([0, 1, 2], split.Train.ToArray());
        Assert.Empty(split.Validation.ToArray());
        Assert.Equal([3, 4], split.Test.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetSplit.InOrder(3, -1, 2));
    }

    [Theory]
    [InlineData(0, 0.1, 0.2)]
    [InlineData(1, 0.5, 0.4)]
    [InlineData(10, 0.1, 0.2)]
    [InlineData(1000, 0.15, 0.25)]
    [InlineData(101, 0, 0)]
    public void Fractions_cut_everything_once(int count, double validation, double test)
    {
        DatasetSplit split = DatasetSplit.ByFraction(count, validation, test, 7);
        Assert.Equal(Enumerable.Range(0, count), All(split).Order());
        if (count != 1)
        {
            Assert.Equal((int)Math.Round(count * validation), split.Validation.Length);
            Assert.Equal((int)Math.Round(count * test), split.Test.Length);
        }

        Assert.Equal(split.Train.ToArray().Order(), split.Train.ToArray());
    }

    [Fact]
    public void The_seed_decides()
    {
        int[] Test(ulong seed) => DatasetSplit.ByFraction(200, 0.1, 0.2, seed).Test.ToArray();
        Assert.Equal(Test(1), Test(1));
        Assert.NotEqual(Test(1), Test(2));
        Assert.NotEqual(Enumerable.Range(0, 40), Test(1));
    }

    [Fact]
    public void Stratified_parts_keep_the_shares_of_the_classes()
    {
        int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? 9 : i % 7)];
        DatasetSplit split = DatasetSplit.Stratified(labels, 0.15, 0.25, 3);
        Assert.Equal(Enumerable.Range(0, 1000), All(split).Order());
        Assert.Equal((150, 250), (split.Validation.Length, split.Test.Length));
        foreach (int label in labels.Distinct())
        {
            int count = labels.Count(l => l == label);
            Assert.InRange(split.Validation.ToArray().Count(i => labels[i] == label), (count * 0.15) - 1, (count * 0.15) + 1);
            Assert.InRange(split.Test.ToArray().Count(i => labels[i] == label), (count * 0.25) - 1, (count * 0.25) + 1);
        }

        // At random within a class: neither its first nor its last samples.
        int[] tested = [.. split.Test.ToArray().Where(i => labels[i] == 9)];
        Assert.InRange(tested.Average(), 350, 650);
    }

    [Fact]
    public void Every_class_is_trained_with()
    {
        int[] labels = [0, 1, 1, 2, 2, 2, 3];
        for (ulong seed = 0; seed < 50; seed++)
        {
            DatasetSplit split = DatasetSplit.Stratified(labels, 0.4, 0.5, seed);
            Assert.Equal([0, 1, 2, 3], split.Train.ToArray().Select(i => labels[i]).Distinct().Order());
            Assert.Equal(Enumerable.Range(0, 7), All(split).Order());
        }
    }

    [Theory]
    [InlineData(-0.1, 0.1)]
    [InlineData(0.1, -0.1)]
    [InlineData(0.5, 0.5)]
    [InlineData(double.NaN, 0.1)]
    public void Fractions_that_leave_nothing_are_refused(double validation, double test) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DatasetSplit.ByFraction(10, validation, test, 0));

    private static int[] All(DatasetSplit split) => [.. split.Train.ToArray(), .. split.Validation.ToArray(), .. split.Test.ToArray()];
}
