using SpanNet.Data;

namespace SpanNet.Tests.Data;

public sealed class BatchChangeTests
{
    [Fact]
    public void Cut_out_clears_one_square_of_each_image()
    {
        const int height = 9;
        const int width = 7;
        const int channels = 2;
        const int size = 4;
        float[] ones = [.. Enumerable.Repeat(1f, 40 * height * width * channels)];
        ArrayDataset data = ArrayDataset.Regression(ones, new float[40], [height, width, channels]);
        float[] images = Batch(data, new CutOut(size), batch: 40).Inputs;
        var corners = new HashSet<(int, int)>();
        foreach (float[] image in images.Chunk(height * width * channels))
        {
            int[] cut = [.. Enumerable.Range(0, height * width).Where(pixel => image[pixel * channels] == 0)];
            Assert.All(cut, pixel => Assert.Equal(0f, image[(pixel * channels) + 1]));
            int[] rows = [.. cut.Select(pixel => pixel / width).Distinct()];
            int[] columns = [.. cut.Select(pixel => pixel % width).Distinct()];
            Assert.Equal(cut.Length, rows.Length * columns.Length);
            Assert.InRange(rows.Length, size / 2, size);
            Assert.InRange(columns.Length, size / 2, size);
            Assert.Equal(rows.Length - 1, rows.Max() - rows.Min());
            corners.Add((rows[0], columns[0]));
        }

        Assert.True(corners.Count > 10);
        Assert.Throws<ArgumentException>(() => new DataLoader(Samples.Numbered(3), 2, changes: [new CutOut(2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CutOut(0));
    }

    [Fact]
    public void Mixup_mixes_a_row_with_the_next_by_one_share()
    {
        ArrayDataset data = Samples.Numbered(12);
        (float[] inputs, float[] targets) = Batch(data, new Mixup(), batch: 5);
        int[] starts = [0, 5, 10];
        double last = -1;
        foreach (int start in starts)
        {
            int rows = Math.Min(5, 12 - start);
            for (int row = start; row < start + rows; row++)
            {
                int next = row + 1 < start + rows ? row + 1 : start;
                double share = (targets[row] - next) / (row - (double)next);
                Assert.InRange(share, 0, 1);
                Assert.NotEqual(last, share);
                last = share;
                for (int j = 0; j < 3; j++)
                {
                    Assert.Equal((share * ((3 * row) + j)) + ((1 - share) * ((3 * next) + j)), inputs[(3 * row) + j], 1e-4);
                }
            }
        }

        ArrayDataset classes = ArrayDataset.Classification(new float[4], new[] { 0, 1, 1, 0 }, [1]);
        var error = Assert.Throws<ArgumentException>(() => new DataLoader(classes, 2, changes: [new Mixup()]));
        Assert.Contains("class indices", error.Message, StringComparison.Ordinal);
        Assert.All((float[])[0f, -1f, 1.1f, float.NaN], alpha => Assert.Throws<ArgumentOutOfRangeException>(() => new Mixup(alpha)));
    }

    /// <summary>The largest distance of the shares' distribution from Beta(α, α), by Kolmogorov and Smirnov, and their variance.</summary>
    [Theory]
    [InlineData(0.05f)]
    [InlineData(0.2f)]
    [InlineData(0.5f)]
    [InlineData(1f)]
    public void Shares_are_drawn_from_beta(float alpha)
    {
        const int samples = 4000;
        ArrayDataset data = ArrayDataset.Regression(new float[samples], Alternating(samples), [1]);
        float[] mixed = Batch(data, new Mixup(alpha), samples).Targets;
        double[] shares = [.. mixed.Select((target, row) => row % 2 == 0 ? 1 - (double)target : target).Order()];
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(1 / (4 * ((2.0 * alpha) + 1)), shares.Average(share => Math.Pow(share - 0.5, 2)), 0.01);

        double distance = Enumerable
            .Range(1, 99)
            .Max(i => Math.Abs(Beta(alpha, i / 100.0) - (shares.Count(share => share <= i / 100.0) / (double)samples)));
        Assert.True(distance < 1.63 / Math.Sqrt(samples), $"{distance}");
    }

    [Fact]
    public void Mixtures_of_classes_are_probabilities()
    {
        ArrayDataset classes = ArrayDataset.Classification(new float[6], new[] { 0, 1, 2, 2, 1, 0 }, [1]);
        var data = new OneHotDataset(classes);
        float[] targets = Batch(data, new Mixup(), 6).Targets;
        foreach (float[] row in targets.Chunk(3))
        {
            Assert.Equal(1, row.Sum(), 1e-6);
            Assert.True(row.Count(p => p > 0) <= 2);
        }

        Assert.Contains(targets, p => p is > 0.01f and < 0.99f);
    }

    [Fact]
    public void Changes_come_in_their_order_each_with_numbers_of_its_own()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 64 * 64)];
        ArrayDataset data = ArrayDataset.Regression(ones, new float[64], [8, 8, 1]);
        float[] images = Batch(data, [new CutOut(2), new CutOut(2), new Mixup()], 64).Inputs;
        // Two squares that were one and the same would leave at least 60 pixels of each image whole.
        Assert.Contains(images.Chunk(64), image => image.Count(pixel => pixel == 1f) < 64 - (2 * 4) - 2);
        Assert.Contains(images, pixel => pixel is > 0f and < 1f);
    }

    [Fact]
    public void Changes_are_a_function_of_seed_and_epoch()
    {
        ArrayDataset data = Samples.Numbered(12);
        var loader = new DataLoader(data, 5, seed: 4, changes: [new Mixup()]);
        float[] Next(int epoch)
        {
            loader.Reset(epoch);
            float[] inputs = new float[15];
            loader.Next(inputs, new float[5]);
            return inputs;
        }

        float[] first = Next(0);
        float[] second = Next(1);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Next(0));
    }

    private static float[] Alternating(int samples) => [.. Enumerable.Range(0, samples).Select(i => i % 2f)];

    /// <summary>The distribution function of Beta(α, α) at x: the share of its density below x, by Simpson's rule after x = sin² t.</summary>
    private static double Beta(double alpha, double x)
    {
        double Integral(double end)
        {
            const int steps = 20000;
            double h = end / steps;
            double sum = 0;
            for (int i = 0; i < steps; i++)
            {
                // Midpoints: the density of small α is infinite at the ends.
                double t = (i + 0.5) * h;
                sum += Math.Pow(Math.Sin(t) * Math.Cos(t), (2 * alpha) - 1) * h;
            }

            return sum;
        }

        // One half on either side; from the middle outwards, where the density is mild.
        double half = Math.Asin(Math.Sqrt(Math.Min(x, 1 - x)));
        double below = Integral(half) / (2 * Integral(Math.PI / 4));
        return x < 0.5 ? below : 1 - below;
    }

    private static (float[] Inputs, float[] Targets) Batch(Dataset data, BatchChange change, int batch) => Batch(data, [change], batch);

    private static (float[] Inputs, float[] Targets) Batch(Dataset data, BatchChange[] changes, int batch)
    {
        var loader = new DataLoader(data, batch, seed: 3, changes: changes);
        float[] inputs = new float[data.Count * data.InputLength];
        float[] targets = new float[data.Count * data.TargetLength];
        int rows;
        for (int at = 0; (rows = loader.Next(inputs.AsSpan(at * data.InputLength), targets.AsSpan(at * data.TargetLength))) > 0; at += rows)
        { }

        return (inputs, targets);
    }
}
