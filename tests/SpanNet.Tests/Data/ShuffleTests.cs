using SpanNet.Data;

namespace SpanNet.Tests.Data;

public sealed class ShuffleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(60_000)]
    public void Every_number_occurs_once(int count)
    {
        int[] order = Order(count, 42, 3);
        Assert.Equal(Enumerable.Range(0, count), order.Order());
    }

    // Computed by a program of its own in Python, from the formula in the documentation.
    [Fact]
    public void The_order_is_the_documented_function_of_seed_and_epoch()
    {
        Assert.Equal([4, 5, 0, 9, 7, 1, 11, 10, 6, 2, 3, 8], Order(12, 1, 0));
        Assert.Equal([9, 3, 6, 4, 7, 5, 11, 2, 1, 0, 10, 8], Order(12, 1, 1));
        Assert.Equal([1, 6, 0, 2, 11, 10, 3, 9, 5, 4, 8, 7], Order(12, 2, 0));
        Assert.Equal([596, 102, 438, 453, 460, 248, 492, 120, 498, 428], Order(600, (7UL << 32) | 5, 3)[590..]);
    }

    [Fact]
    public void Epochs_and_seeds_differ()
    {
        int[] order = Order(100, 1, 0);
        Assert.NotEqual(order, Order(100, 1, 1));
        Assert.NotEqual(order, Order(100, 2, 0));
        Assert.NotEqual(order, Order(100, 1UL << 32, 0));
        Assert.Equal(order, Order(100, 1, 0));
        int[] split = new int[100];
        Shuffle.SplitPermutation(split, 1);
        Assert.NotEqual(order, split);
    }

    // χ² over 4! orders, 23 degrees of freedom: 49.7 is exceeded by chance once in a thousand; the seeds are fixed.
    [Fact]
    public void All_orders_are_equally_likely()
    {
        const int Trials = 24_000;
        int[] counts = new int[4 * 4 * 4 * 4];
        for (int epoch = 0; epoch < Trials; epoch++)
        {
            int[] order = Order(4, 9, epoch);
            counts[(order[0] * 64) + (order[1] * 16) + (order[2] * 4) + order[3]]++;
        }

        int[] seen = [.. counts.Where(count => count > 0)];
        Assert.Equal(24, seen.Length);
        Assert.InRange(seen.Sum(count => Math.Pow(count - 1000, 2) / 1000), 5, 49.7);
    }

    private static int[] Order(int count, ulong seed, int epoch)
    {
        int[] order = new int[count];
        Shuffle.Permutation(order, seed, epoch);
        return order;
    }
}
