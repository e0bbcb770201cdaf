using SpanNet.Kernels.Softmax;
using SpanNet.Reference;

namespace SpanNet.Kernels.Tests.Softmax;

public class RowSoftmaxTests
{
    private delegate void RowKernel(ReadOnlySpan<float> x, Span<float> y, int columns);

    private delegate void RowGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns);

    public static TheoryData<int> Columns => [.. Enumerable.Range(1, 70), 100, 127, 128, 129, 1000, 4100];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Forward_is_that_of_the_reference(int columns)
    {
        AssertForward(RowSoftmax.Forward, SoftmaxReference.Softmax, columns);
        AssertForward(RowLogSoftmax.Forward, SoftmaxReference.LogSoftmax, columns);
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Backward_is_that_of_the_reference(int columns)
    {
        if (columns > 1000)
        {
            return;
        }

        AssertBackward(RowSoftmax.Forward, RowSoftmax.Backward, RowSoftmax.BackwardAdd, SoftmaxReference.SoftmaxBackward, columns);
        AssertBackward(
            RowLogSoftmax.Forward,
            RowLogSoftmax.Backward,
            RowLogSoftmax.BackwardAdd,
            SoftmaxReference.LogSoftmaxBackward,
            columns
        );
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void LogSumExp_is_that_of_the_reference(int columns)
    {
        const int Rows = 3;
        float[] x = Logits(Rows, columns);
        float[] result = new float[Rows];
        RowLogSumExp.Forward(x, result, columns);
        for (int i = 0; i < Rows; i++)
        {
            Assert.Equal(SoftmaxReference.LogSumExp(Row(x, i, columns)), result[i], 1e-5);
        }
    }

    /// <summary>Many rows of numbers that all count: one changed order of the sum of a row shows in some of them.</summary>
    [Theory]
    [InlineData(31)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(97)]
    [InlineData(113)]
    [InlineData(128)]
    [InlineData(129)]
    public void All_widths_sum_a_row_in_the_same_order(int columns)
    {
        float[] x = Samples.Normal(500 * columns, seed: columns);
        float[] y = new float[x.Length];
        RowSoftmax.Forward(x, y, columns);
        foreach (int lanes in Widths.All)
        {
            float[] actual = new float[x.Length];
            var softmax = new RowSoftmax.ForwardKernel(x, actual, columns);
            Widths.Run(ref softmax, lanes);
            Widths.AssertSameBits(y, actual, $"{columns} columns, {lanes} lanes");
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void All_widths_give_the_same_bits(int columns)
    {
        float[] x = Logits(rows: 3, columns);
        float[] dy = Samples.Normal(x.Length, seed: columns);
        float[] y = new float[x.Length];
        float[] log = new float[x.Length];
        RowSoftmax.Forward(x, y, columns);
        RowLogSoftmax.Forward(x, log, columns);
        float[] dx = [.. x];
        float[] logDx = [.. x];
        float[] sums = new float[3];
        RowSoftmax.BackwardAdd(y, dy, dx, columns);
        RowLogSoftmax.BackwardAdd(log, dy, logDx, columns);
        RowLogSumExp.Forward(x, sums, columns);
        foreach (int lanes in Widths.All)
        {
            string what = $"{columns} columns, {lanes} lanes";
            float[] actual = new float[x.Length];
            var softmax = new RowSoftmax.ForwardKernel(x, actual, columns);
            Widths.Run(ref softmax, lanes);
            Widths.AssertSameBits(y, actual, what);

            var logSoftmax = new RowLogSoftmax.ForwardKernel(x, actual, columns);
            Widths.Run(ref logSoftmax, lanes);
            Widths.AssertSameBits(log, actual, what);

            actual = [.. x];
            var softmaxBackward = new RowSoftmax.BackwardKernel(y, dy, actual, columns, add: true);
            Widths.Run(ref softmaxBackward, lanes);
            Widths.AssertSameBits(dx, actual, what);

            actual = [.. x];
            var logSoftmaxBackward = new RowLogSoftmax.BackwardKernel(log, dy, actual, columns, add: true);
            Widths.Run(ref logSoftmaxBackward, lanes);
            Widths.AssertSameBits(logDx, actual, what);

            actual = new float[3];
            var logSumExp = new RowLogSumExp.Kernel(x, actual, columns);
            Widths.Run(ref logSumExp, lanes);
            Widths.AssertSameBits(sums, actual, what);
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void A_row_gives_the_same_bits_wherever_it_is_and_in_place(int columns)
    {
        float[] x = Logits(rows: 5, columns);
        foreach (RowKernel kernel in new RowKernel[] { RowSoftmax.Forward, RowLogSoftmax.Forward })
        {
            float[] y = new float[x.Length];
            kernel(x, y, columns);
            float[] inPlace = [.. x];
            kernel(inPlace, inPlace, columns);
            Widths.AssertSameBits(y, inPlace, $"{columns} columns in place");
            for (int i = 0; i < 5; i++)
            {
                float[] alone = new float[columns];
                kernel(x.AsSpan(i * columns, columns), alone, columns);
                Widths.AssertSameBits(y.AsSpan(i * columns, columns), alone, $"row {i} of {columns} columns");
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(100)]
    public void Rows_that_are_not_finite_become_what_PyTorch_makes_of_them(int columns)
    {
        float[] ordinary = new float[columns];
        float[] y = new float[columns];
        float[] sum = new float[1];
        foreach (float special in new[] { float.NaN, float.PositiveInfinity })
        {
            ordinary[columns - 1] = special;
            RowSoftmax.Forward(ordinary, y, columns);
            Assert.Equal(float.NaN, y[columns - 1]);
            RowLogSumExp.Forward(ordinary, sum, columns);
            Assert.Equal(special, sum[0]);
        }

        ordinary[columns - 1] = float.NegativeInfinity;
        RowSoftmax.Forward(ordinary, y, columns);
        Assert.Equal(0f, y[columns - 1]);
        Assert.Equal(1f / (columns - 1), y[0], 1e-6f);
        RowLogSoftmax.Forward(ordinary, y, columns);
        Assert.Equal(float.NegativeInfinity, y[columns - 1]);

        Array.Fill(ordinary, float.NegativeInfinity);
        RowSoftmax.Forward(ordinary, y, columns);
        Assert.All(y, value => Assert.Equal(float.NaN, value));
        RowLogSumExp.Forward(ordinary, sum, columns);
        Assert.Equal(float.NegativeInfinity, sum[0]);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        float[] twelve = new float[12];
        float[] eleven = new float[11];
        var error = Assert.Throws<ArgumentException>(() => RowSoftmax.Forward(twelve, twelve, 5));
        Assert.Contains("columns = 5", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RowSoftmax.Forward(twelve, twelve, 0));
        Assert.Throws<ArgumentException>(() => RowSoftmax.Forward(twelve, eleven, 3));
        Assert.Throws<ArgumentException>(() => RowSoftmax.Backward(twelve, eleven, twelve, 3));
        Assert.Throws<ArgumentException>(() => RowSoftmax.BackwardAdd(twelve, twelve, eleven, 3));
        Assert.Throws<ArgumentException>(() => RowLogSoftmax.Forward(twelve, eleven, 3));
        Assert.Throws<ArgumentException>(() => RowLogSoftmax.Backward(twelve, twelve, twelve, 5));
        Assert.Throws<ArgumentException>(() => RowLogSoftmax.BackwardAdd(twelve, eleven, twelve, 3));
        Assert.Throws<ArgumentException>(() => RowLogSumExp.Forward(twelve, new float[3], 3));
    }

    private static void AssertForward(RowKernel kernel, Func<double[], double[]> reference, int columns)
    {
        const int Rows = 3;
        float[] x = Logits(Rows, columns);
        float[] y = new float[x.Length];
        kernel(x, y, columns);
        for (int i = 0; i < Rows; i++)
        {
            double[] expected = reference(Row(x, i, columns));
            for (int j = 0; j < columns; j++)
            {
                Assert.Equal(expected[j], y[(i * columns) + j], 1e-6 * (1.0 + Math.Abs(expected[j])));
            }
        }
    }

    private static void AssertBackward(
        RowKernel forward,
        RowGradient backward,
        RowGradient backwardAdd,
        Func<double[], double[], double[]> reference,
        int columns
    )
    {
        const int Rows = 2;
        float[] x = Logits(Rows, columns);
        float[] dy = Samples.Normal(x.Length, seed: columns + 7);
        float[] y = new float[x.Length];
        forward(x, y, columns);
        float[] inPlace = [.. dy];
        backward(y, inPlace, inPlace, columns);
        float[] sum = [.. x];
        backwardAdd(y, dy, sum, columns);
        for (int i = 0; i < Rows; i++)
        {
            double[] expected = reference(Row(x, i, columns), Row(dy, i, columns));
            for (int j = 0; j < columns; j++)
            {
                int at = (i * columns) + j;
                Assert.Equal(expected[j], inPlace[at], 5e-6);
                Assert.Equal(expected[j] + x[at], sum[at], 5e-6);
            }
        }
    }

    private static float[] Logits(int rows, int columns) =>
        [.. Samples.Normal(rows * columns, seed: columns).Select((value, i) => (3f * value) + (50f * (i / columns)))];

    private static double[] Row(float[] matrix, int row, int columns) =>
        [.. matrix.AsSpan(row * columns, columns).ToArray().Select(value => (double)value)];
}
