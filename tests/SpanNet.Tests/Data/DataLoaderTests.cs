using SpanNet.Data;

namespace SpanNet.Tests.Data;

public sealed class DataLoaderTests
{
    [Theory]
    [InlineData(10, 3, 4)]
    [InlineData(9, 3, 3)]
    [InlineData(2, 5, 1)]
    [InlineData(0, 5, 0)]
    [InlineData(3, int.MaxValue, 1)]
    public void An_epoch_reads_every_sample_once(int count, int batchSize, int batches)
    {
        foreach (bool shuffle in (bool[])[false, true])
        {
            var loader = new DataLoader(Samples.Numbered(count), batchSize, shuffle, seed: 5);
            Assert.Equal(batches, loader.BatchesPerEpoch);
            (List<int> order, List<int> sizes) = Epoch(loader);
            Assert.Equal(batches, sizes.Count);
            Assert.All(sizes.SkipLast(1), size => Assert.Equal(batchSize, size));
            Assert.Equal(Enumerable.Range(0, count), shuffle ? order.Order() : order);
        }
    }

    [Fact]
    public void The_order_is_a_function_of_seed_and_epoch()
    {
        var loader = new DataLoader(Samples.Numbered(50), 7, shuffle: true, seed: 5);
        List<int> first = Epoch(loader).Order;
        loader.Reset(1);
        Assert.Equal(1, loader.Epoch);
        List<int> second = Epoch(loader).Order;
        Assert.NotEqual(first, second);
        loader.Reset(0);
        Assert.Equal(first, Epoch(loader).Order);

        var later = new DataLoader(Samples.Numbered(50), 20, shuffle: true, seed: 5);
        later.Reset(1);
        Assert.Equal(second, Epoch(later).Order);
        Assert.NotEqual(first, Epoch(new DataLoader(Samples.Numbered(50), 7, shuffle: true, seed: 6)).Order);
    }

    [Fact]
    public void It_stays_at_the_end_until_reset()
    {
        var loader = new DataLoader(Samples.Numbered(2), 2);
        Assert.Equal(2, loader.Next(new float[6], new float[2]));
        Assert.Equal(0, loader.Next(new float[6], new float[2]));
        Assert.Equal(0, loader.Next([], []));
        loader.Reset(0);
        Assert.Equal(2, loader.Next(new float[6], new float[2]));
    }

    [Fact]
    public void A_small_batch_leaves_the_rest_of_the_spans_alone()
    {
        var loader = new DataLoader(Samples.Numbered(1), 2);
        float[] inputs = [9, 9, 9, 9, 9, 9];
        float[] targets = [9, 9];
        Assert.Equal(1, loader.Next(inputs, targets));
        Assert.Equal([0, 1, 2, 9, 9, 9], inputs);
        Assert.Equal([0, 9], targets);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var loader = new DataLoader(Samples.Numbered(4), 2);
        Assert.Contains("2 rows needs 6 inputs", Assert.Throws<ArgumentException>(() => loader.Next(new float[5], new float[2])).Message);
        Assert.Throws<ArgumentException>(() => loader.Next(new float[6], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Reset(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader(Samples.Numbered(4), 0));
    }

    [Fact]
    public void It_allocates_nothing()
    {
        using var folder = new TemporaryFolder();
        using IdxDataset idx = Idx.IdxFiles.Open(folder, count: 100, height: 28, width: 28);
        var digits = new DigitsDataset();
        ScaledDataset scaled = new(digits.Subset(3, 500), Scaling.Standardize(digits));
        foreach (Dataset data in (Dataset[])[idx, scaled, Samples.Numbered(1000)])
        {
            var loader = new DataLoader(data, 32, shuffle: true, seed: 1);
            float[] inputs = new float[32 * data.InputLength];
            float[] targets = new float[32 * data.TargetLength];
            Run(loader, inputs, targets, 300);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(loader, inputs, targets, 3000);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(0, allocated);
        }
    }

    private static void Run(DataLoader loader, float[] inputs, float[] targets, int batches)
    {
        for (int i = 0; i < batches; i++)
        {
            if (loader.Next(inputs, targets) == 0)
            {
                loader.Reset(loader.Epoch + 1);
            }
        }
    }

    private static (List<int> Order, List<int> Sizes) Epoch(DataLoader loader)
    {
        List<int> order = [];
        List<int> sizes = [];
        int length = Math.Min(loader.BatchSize, 100);
        float[] inputs = new float[length * 3];
        float[] targets = new float[length];
        for (int rows; (rows = loader.Next(inputs, targets)) > 0; )
        {
            sizes.Add(rows);
            for (int row = 0; row < rows; row++)
            {
                Assert.Equal([3 * targets[row], (3 * targets[row]) + 1, (3 * targets[row]) + 2], inputs[(3 * row)..((3 * row) + 3)]);
                order.Add((int)targets[row]);
            }
        }

        return (order, sizes);
    }
}
