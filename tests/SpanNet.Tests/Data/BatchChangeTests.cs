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
        Assert.Throws<ArgumentException>(() => new DataLoader(Samples.Numbered(3), 2, change: new CutOut(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CutOut(0));
    }

    [Fact]
    public void Mixup_mixes_a_row_with_the_next_by_one_share()
    {
        ArrayDataset data = Samples.Numbered(12);
        (float[] inputs, float[] targets) = Batch(data, new Mixup(data), batch: 5);
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

        ArrayDataset classes = ArrayDataset.Classification(new float[4], new int[4], [1]);
        var error = Assert.Throws<ArgumentException>(() => new Mixup(classes));
        Assert.Contains("class indices", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DataLoader(classes, 2, change: new Mixup(data)));
    }

    [Fact]
    public void Changes_are_a_function_of_seed_and_epoch()
    {
        ArrayDataset data = Samples.Numbered(12);
        var loader = new DataLoader(data, 5, seed: 4, change: new Mixup(data));
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

    private static (float[] Inputs, float[] Targets) Batch(Dataset data, BatchChange change, int batch)
    {
        var loader = new DataLoader(data, batch, seed: 3, change: change);
        float[] inputs = new float[data.Count * data.InputLength];
        float[] targets = new float[data.Count * data.TargetLength];
        int rows;
        for (int at = 0; (rows = loader.Next(inputs.AsSpan(at * data.InputLength), targets.AsSpan(at * data.TargetLength))) > 0; at += rows)
        { }

        return (inputs, targets);
    }
}
