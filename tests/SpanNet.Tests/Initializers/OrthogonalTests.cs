using SpanNet.Initializers;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Tests.Initializers;

public sealed class OrthogonalTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    [InlineData(2, 2)]
    [InlineData(31, 31)]
    [InlineData(64, 33)]
    [InlineData(33, 64)]
    [InlineData(120, 30)]
    public void RowsOrColumnsAreOrthonormal(int rows, int columns)
    {
        const float gain = 1.5f;
        float[] w = new float[rows * columns];
        new Orthogonal(gain).Fill(w, new Fans(columns, rows), new RandomStream(1, 2));
        bool wide = columns >= rows;
        int count = wide ? rows : columns;
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = wide
                    ? Enumerable.Range(0, columns).Sum(i => (double)w[(a * columns) + i] * w[(b * columns) + i])
                    : Enumerable.Range(0, rows).Sum(i => (double)w[(i * columns) + a] * w[(i * columns) + b]);
                Assert.Equal(a == b ? gain * gain : 0, product, 1e-6);
            }
        }
    }

    [Fact]
    public void RotationsAreUniform()
    {
        // Without the sign of R's diagonal the first elements of 2×2 matrices would all be negative or all be positive.
        int[] quadrants = new int[4];
        int reflections = 0;
        float[] w = new float[4];
        for (ulong i = 0; i < 4000; i++)
        {
            new Orthogonal().Fill(w, new Fans(2, 2), RandomStream.For(1, "rotations", i));
            quadrants[(w[0] < 0 ? 1 : 0) + (w[1] < 0 ? 2 : 0)]++;
            reflections += (w[0] * w[3]) - (w[1] * w[2]) < 0 ? 1 : 0;
        }

        // Four standard deviations of a count of 4000 with probability 1/4 and 1/2.
        Assert.All(quadrants, count => Assert.InRange(count, 1000 - 110, 1000 + 110));
        Assert.InRange(reflections, 2000 - 127, 2000 + 127);
    }

    [Fact]
    public void ConvolutionsAreMatricesOfOutputsByFan()
    {
        // 6 outputs, kernel 3×3 over 2 channels: the fan out plays no part.
        float[] w = new float[6 * 18];
        float[] dense = new float[6 * 18];
        new Orthogonal().Fill(w, new Fans(18, 54), new RandomStream(1, 2));
        new Orthogonal().Fill(dense, new Fans(18, 6), new RandomStream(1, 2));
        Assert.Equal(dense, w);
    }

    [Fact]
    public void LengthsThatAreNoMatrixAreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Orthogonal().Fill(new float[10], new Fans(3, 3), new RandomStream(1, 2)));
        Assert.Contains("3 columns", error.Message, StringComparison.Ordinal);
    }
}
