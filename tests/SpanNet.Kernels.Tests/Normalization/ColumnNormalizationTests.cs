using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Normalization;

/// <summary>Sums over columns: against double, at every width, on any number of threads.</summary>
public class ColumnNormalizationTests
{
    /// <summary>Rows and columns: tails of vectors, tails of chunks, one chunk, many chunks, an uneven tree.</summary>
    public static TheoryData<int, int> Shapes =>
        new()
        {
            { 1, 1 },
            { 1, 19 },
            { 2, 3 },
            { 7, 16 },
            { 33, 5 },
            { 100, 40 },
            { 259, 130 },
            { 700, 64 },
            { 5000, 18 },
            { 20001, 3 },
            { 45, 2050 },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Moments_are_exact_even_far_from_zero(int rows, int columns)
    {
        foreach (float shift in new[] { 0f, 1000f })
        {
            float[] x = [.. Samples.Normal(rows * columns, seed: rows).Select(value => value + shift)];
            float[] mean = new float[columns];
            float[] variance = new float[columns];
            ColumnMoments.Of(x, rows, mean, variance, new float[ColumnMoments.Scratch(rows, columns)], ThreadTeam.Single);
            for (int j = 0; j < columns; j++)
            {
                double[] column = [.. Enumerable.Range(0, rows).Select(i => (double)x[(i * columns) + j])];
                double expected = column.Average();
                double deviation = column.Average(value => (value - expected) * (value - expected));
                Assert.Equal(expected, mean[j], 1e-6 * Math.Max(1, shift));
                Assert.Equal(deviation, variance[j], (shift == 0 ? 1e-5 : 1e-4) * Math.Max(1e-2, deviation));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_are_those_of_the_formula(int rows, int columns)
    {
        float[] dy = Samples.Normal(rows * columns, seed: 1);
        float[] x = Samples.Normal(rows * columns, seed: 2);
        float[] mean = Samples.Normal(columns, seed: 3);
        float[] a = Samples.Normal(columns, seed: 4);
        float[] q = Samples.Normal(columns, seed: 5);
        float[] r = Samples.Normal(columns, seed: 6);
        float[] sums = new float[columns];
        float[] products = new float[columns];
        float[] scratch = new float[ColumnGradients.Scratch(rows, columns)];
        ColumnGradients.Sums(dy, x, mean, sums, products, scratch, null, default, ThreadTeam.Single);
        for (int j = 0; j < columns; j++)
        {
            double sum = 0;
            double product = 0;
            for (int at = j; at < x.Length; at += columns)
            {
                sum += dy[at];
                product += dy[at] * ((double)x[at] - mean[j]);
            }

            Assert.Equal(sum, sums[j], 1e-6 * rows);
            Assert.Equal(product, products[j], 3e-6 * rows);
        }

        float[] before = Samples.Normal(dy.Length, seed: 7);
        foreach (bool add in new[] { false, true })
        {
            float[] dx = [.. before];
            var terms = new ColumnGradientTerms
            {
                Mean = mean,
                A = a,
                Q = q,
                R = r,
            };
            ColumnGradients.Input(dy, x, terms, dx, add, ThreadTeam.Single);
            for (int i = 0; i < dx.Length; i++)
            {
                int j = i % columns;
                double expected = (add ? before[i] : 0) + ((double)a[j] * dy[i]) + (q[j] * ((double)x[i] - mean[j])) + r[j];
                Assert.Equal(expected, dx[i], 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_gradient_of_a_bias_is_a_sum_behind_the_derivative(int rows, int columns)
    {
        float[] dy = Samples.Normal(rows * columns, seed: 1);
        float[] y = Samples.Normal(rows * columns, seed: 2);
        float[] dz = new float[dy.Length];
        Activation.ReLU.Backward(y, dy, dz);
        float[] scratch = new float[BiasGradient.Scratch(rows, columns)];
        float[]? expected = null;
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new ThreadTeam(threads);
            float[] sums = new float[columns];
            float[] own = [.. dy];
            BiasGradient.Run(own, sums, scratch, Activation.ReLU, y, team);
            Assert.Equal(dz, own);
            expected ??= sums;
            Widths.AssertSameBits(expected, sums, $"{threads} threads");
            for (int j = 0; j < columns; j++)
            {
                Assert.Equal(Enumerable.Range(0, rows).Sum(i => (double)dz[(i * columns) + j]), sums[j], 1e-6 * rows);
            }

            BiasGradient.Run(own, sums, scratch, null, default, team);
            Widths.AssertSameBits(expected, sums, "without an activation");
        }
    }

    /// <summary>Lengths: tails of vectors, of four rows, of the last row.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 9)]
    [InlineData(67, 67)]
    [InlineData(70, 1000)]
    [InlineData(96, 500)]
    [InlineData(128, 1600)]
    public void Every_width_gives_the_same_bits(int columns, int length)
    {
        float[] x = Samples.Normal(length, seed: 1);
        float[] dy = Samples.Normal(length, seed: 2);
        float[] ofColumns = Samples.Normal(columns, seed: 3);
        float[] ofRows = Samples.Normal((length / columns) + 1, seed: 4);
        float[]? expected = null;
        foreach (int lanes in Widths.All)
        {
            float[] first = new float[columns];
            float[] second = [.. ofColumns];
            float[] whole = [.. dy];
            var sums = new ColumnKernel<SumsBody>(new SumsBody(x, first), length, columns);
            Widths.Run(ref sums, lanes);
            var squares = new ColumnKernel<SquaresBody>(new SquaresBody(x, first, second), length, columns);
            Widths.Run(ref squares, lanes);
            float[] all = [.. first, .. second];
            var gradients = new ColumnKernel<GradientSumsBody>(new GradientSumsBody(dy, x, ofColumns, first, second), length, columns);
            Widths.Run(ref gradients, lanes);
            all = [.. all, .. first, .. second];
            int complete = length / columns * columns;
            var rowSums = new ColumnKernel<RowSumsBody>(new RowSumsBody(dy, x, ofRows, ofRows, first, second), complete, columns);
            Widths.Run(ref rowSums, lanes);
            all = [.. all, .. first, .. second];
            var norm = new ColumnAffineTerms
            {
                Mean = second,
                Scale = ofColumns,
                Shift = first,
            };
            var affine = new ColumnKernel<AffineBody<Identity>>(new AffineBody<Identity>(x, norm, whole), length, columns);
            Widths.Run(ref affine, lanes);
            all = [.. all, .. whole];
            var terms = new ColumnGradientTerms
            {
                Mean = ofColumns,
                A = first,
                Q = second,
                R = ofColumns,
            };
            var input = new ColumnKernel<InputGradientBody>(new InputGradientBody(dy, x, terms, whole, add: true), length, columns);
            Widths.Run(ref input, lanes);
            all = [.. all, .. whole];
            expected ??= all;
            Widths.AssertSameBits(expected, all, $"{length} as rows of {columns}, {lanes} lanes");
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(75)]
    public void The_tree_gives_the_same_bits_at_every_width(int columns)
    {
        int rows = (RowChunks.Rows(columns) * 6) + 5;
        float[]? expected = null;
        foreach (int lanes in Widths.All)
        {
            float[] moments = Samples.Normal(ColumnMoments.Scratch(rows, columns), seed: 1);
            var tree = new MomentsTreeKernel(moments, rows, columns);
            Widths.Run(ref tree, lanes);
            expected ??= moments;
            Widths.AssertSameBits(expected, moments, $"{columns} columns, {lanes} lanes");
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        const int rows = 4001;
        const int columns = 50;
        float[] x = Samples.Normal(rows * columns, seed: 1);
        float[] zeros = new float[columns];
        float[]? expected = null;
        for (int threads = 1; threads <= 4; threads++)
        {
            using var team = new ThreadTeam(threads);
            float[] mean = new float[columns];
            float[] variance = new float[columns];
            float[] scratch = new float[ColumnMoments.Scratch(rows, columns)];
            float[] z = new float[x.Length];
            float[] y = new float[x.Length];
            ColumnMoments.Of(x, rows, mean, variance, scratch, team);
            var affine = new ColumnAffineTerms
            {
                Mean = mean,
                Scale = variance,
                Shift = mean,
            };
            ColumnAffine.Run(x, affine, z, y, Activation.Gelu, team);
            float[] all = [.. mean, .. variance, .. z, .. y];
            float[] dy = [.. x];
            ColumnGradients.Sums(dy, y, mean, mean, variance, scratch, Activation.Gelu, z, team);
            var terms = new ColumnGradientTerms
            {
                Mean = mean,
                A = variance,
                Q = mean,
                R = zeros,
            };
            ColumnGradients.Input(dy, x, terms, z, add: false, team);
            all = [.. all, .. dy, .. mean, .. variance, .. z];
            expected ??= all;
            Widths.AssertSameBits(expected, all, $"{threads} threads");
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            ColumnMoments.Of(new float[11], 3, new float[4], new float[4], new float[99], ThreadTeam.Single)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ColumnMoments.Of([], 0, new float[4], new float[4], new float[99], ThreadTeam.Single)
        );
        Assert.Throws<ArgumentException>(() =>
            ColumnAffine.Run(
                new float[12],
                new ColumnAffineTerms
                {
                    Mean = new float[4],
                    Scale = new float[4],
                    Shift = new float[3],
                },
                new float[12],
                new float[12],
                null,
                ThreadTeam.Single
            )
        );
    }
}
