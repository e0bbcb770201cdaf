using SpanNet.Kernels.Pooling;
using SpanNet.Kernels.Threading;
using SpanNet.Reference.Layers;

namespace SpanNet.Kernels.Tests.Pooling;

public class PoolingTests
{
    [Theory]
    [InlineData(8, 2, 2, 0, 16)]
    [InlineData(9, 2, 2, 0, 33)]
    [InlineData(7, 3, 2, 1, 5)]
    [InlineData(6, 3, 1, 1, 20)]
    [InlineData(10, 2, 3, 1, 3)]
    [InlineData(7, 7, 7, 0, 7)]
    public void Windows_equal_the_reference_at_all_widths_and_threads(int size, int window, int stride, int padding, int channels)
    {
        const int batch = 3;
        PoolAxis rows = PoolAxis.Sliding(size, window, stride, padding, padding);
        PoolAxis columns = PoolAxis.Sliding(size + 1, window, stride, padding, padding);
        var pooling = new Kernels.Pooling.Pooling(rows, columns, channels);
        float[] x = [.. Samples.Normal(batch * pooling.InputLength, 1).Select(value => MathF.Round(value * 2) / 2)];
        float[] dy = Samples.Normal(batch * pooling.OutputLength, 2);
        foreach (bool isMaximum in new[] { true, false })
        {
            var reference = new PoolReference(
                [size, size + 1, channels],
                PoolReference.Sliding(size, window, stride, padding, padding),
                PoolReference.Sliding(size + 1, window, stride, padding, padding),
                isMaximum
            );
            double[][] wide =
            [
                [.. x.Select(value => (double)value)],
            ];
            double[][] expected = [new double[x.Length]];
            reference.Backward(batch, wide, [], [.. dy.Select(value => (double)value)], expected, []);
            (float[] y, float[] dx) = Run(pooling, isMaximum, batch, x, dy, ThreadTeam.Single);
            Close(reference.Forward(batch, wide, []), y);
            Close(expected[0], dx);
            foreach (int lanes in Widths.All)
            {
                (float[] again, float[] dxAgain) = isMaximum
                    ? AtWidth<Maximum>(pooling, batch, x, dy, lanes)
                    : AtWidth<Average>(pooling, batch, x, dy, lanes);
                Widths.AssertSameBits(y, again, $"y, {lanes} lanes");
                Widths.AssertSameBits(dx, dxAgain, $"dx, {lanes} lanes");
            }
        }
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        const int batch = 9;
        PoolAxis axis = PoolAxis.Sliding(60, 3, 2, 1, 1);
        var pooling = new Kernels.Pooling.Pooling(axis, axis, 17);
        float[] x = Samples.Normal(batch * pooling.InputLength, 1);
        float[] dy = Samples.Normal(batch * pooling.OutputLength, 2);
        foreach (bool isMaximum in new[] { true, false })
        {
            (float[] y, float[] dx) = Run(pooling, isMaximum, batch, x, dy, ThreadTeam.Single);
            for (int threads = 2; threads <= 4; threads++)
            {
                using var team = new ThreadTeam(threads);
                (float[] again, float[] dxAgain) = Run(pooling, isMaximum, batch, x, dy, team);
                Assert.Equal(y, again);
                Assert.Equal(dx, dxAgain);
            }
        }
    }

    [Fact]
    public void The_first_of_equal_maxima_gets_the_gradient_and_NaN_stays_NaN()
    {
        var pooling = new Kernels.Pooling.Pooling(PoolAxis.Adaptive(2, 1), PoolAxis.Adaptive(2, 1), 4);
        float[] x = [1, 0, -0f, float.NaN, 1, 2, 0, 1, 1, 2, -1, 2, 1, 2, -1, 3];
        (float[] y, float[] dx) = Run(pooling, isMaximum: true, 1, x, [1, 2, 3, 4], ThreadTeam.Single);
        Assert.Equal([1, 2, -0f, float.NaN], y);
        Assert.Equal([1, 0, 3, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], dx);
    }

    [Theory]
    [InlineData(3, 4, 1, 0, "expected a window that fits into the padded input of 3, got one of 4")]
    [InlineData(5, 2, 1, 2, "expected a padding below the window of 2, got 2")]
    [InlineData(5, 0, 1, 0, "expected a window and a stride of at least 1, got 0 and 1")]
    [InlineData(5, 2, 0, 0, "expected a window and a stride of at least 1, got 2 and 0")]
    public void Impossible_windows_are_refused(int size, int window, int stride, int padding, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => PoolAxis.Sliding(size, window, stride, padding, padding)).Message);

    [Fact]
    public void Buffers_of_another_length_are_refused()
    {
        var pooling = new Kernels.Pooling.Pooling(PoolAxis.Adaptive(4, 2), PoolAxis.Adaptive(4, 2), 1);
        string message = Assert.Throws<ArgumentException>(() => pooling.Maximum(new float[31], new float[8], 2, ThreadTeam.Single)).Message;
        Assert.Equal("x: expected 32 floats, 2 images of 16, got 31.", message);
        Assert.Throws<ArgumentException>(() => pooling.Average(new float[32], new float[9], 2, ThreadTeam.Single));
        Assert.Throws<ArgumentException>(() => pooling.AverageGradient(new float[7], new float[32], 2, false, ThreadTeam.Single));
    }

    private static (float[] Y, float[] Dx) Run(
        Kernels.Pooling.Pooling pooling,
        bool isMaximum,
        int batch,
        float[] x,
        float[] dy,
        ThreadTeam team
    )
    {
        float[] y = new float[dy.Length];
        float[] dx = new float[x.Length];
        dx.AsSpan().Fill(float.NaN);
        if (isMaximum)
        {
            pooling.Maximum(x, y, batch, team);
            pooling.MaximumGradient(x, y, dy, dx, batch, false, team);
        }
        else
        {
            pooling.Average(x, y, batch, team);
            pooling.AverageGradient(dy, dx, batch, false, team);
        }

        return (y, dx);
    }

    private static (float[] Y, float[] Dx) AtWidth<TPool>(Kernels.Pooling.Pooling pooling, int batch, float[] x, float[] dy, int lanes)
        where TPool : struct, IPool
    {
        float[] y = new float[dy.Length];
        var forward = new PoolJob<TPool>(pooling, x, y, batch);
        Widths.Run(ref forward, lanes);
        float[] dx = new float[x.Length];
        var backward = new PoolGradientJob<TPool>
        {
            Plan = pooling,
            Batch = batch,
            X = x,
            Y = y,
            Dy = dy,
            Dx = dx,
        };
        backward.Cut(0, 1);
        Widths.Run(ref backward, lanes);
        return (y, dx);
    }

    private static void Close(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }
}
