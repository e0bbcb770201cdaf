using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Normalization;

/// <summary>Rows normalized: the same bits at every width and on any number of threads. The formula is checked by the layers' reference.</summary>
public class RowNormalizationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(5001)]
    public void Every_width_gives_the_same_bits(int columns)
    {
        const int rows = 3;
        float[] x = Samples.Normal(rows * columns, seed: 1);
        float[] dy = Samples.Normal(rows * columns, seed: 2);
        float[] w = Samples.Normal(columns, seed: 3);
        foreach (bool isCentered in new[] { false, true })
        {
            float[]? expected = null;
            foreach (int lanes in Widths.All)
            {
                float[] y = new float[x.Length];
                float[] dx = [.. x];
                float[] mean = new float[rows];
                float[] inverse = new float[rows];
                var forward = new RowForwardKernel
                {
                    X = x,
                    W = w,
                    B = isCentered ? w : default(ReadOnlySpan<float>),
                    Y = y,
                    Mean = mean,
                    Inverse = inverse,
                    Epsilon = 1e-5f,
                    IsCentered = isCentered,
                };
                Widths.Run(ref forward, lanes);
                var backward = new RowBackwardKernel
                {
                    Dy = dy,
                    X = x,
                    W = w,
                    Mean = mean,
                    Inverse = inverse,
                    Dx = dx,
                    IsCentered = isCentered,
                    Add = true,
                };
                Widths.Run(ref backward, lanes);
                float[] all = [.. y, .. mean, .. inverse, .. dx];
                expected ??= all;
                Widths.AssertSameBits(expected, all, $"{columns} columns, {lanes} lanes");
            }
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        const int rows = 1501;
        const int columns = 130;
        float[] x = Samples.Normal(rows * columns, seed: 1);
        float[] dy = Samples.Normal(rows * columns, seed: 2);
        float[] w = Samples.Normal(columns, seed: 3);
        float[]? expected = null;
        for (int threads = 1; threads <= 4; threads++)
        {
            using var team = new ThreadTeam(threads);
            float[] y = new float[x.Length];
            float[] dx = new float[x.Length];
            float[] mean = new float[rows];
            float[] inverse = new float[rows];
            float[] sums = new float[columns];
            float[] products = new float[columns];
            RowNormalization.Forward(x, w, w, y, mean, inverse, 1e-5f, isCentered: true, team);
            RowNormalization.InputGradient(dy, x, w, mean, inverse, dx, isCentered: true, add: false, team);
            float[] scratch = new float[RowNormalization.Scratch(rows, columns)];
            RowNormalization.WeightGradients(dy, x, mean, inverse, sums, products, scratch, team);
            float[] all = [.. y, .. mean, .. inverse, .. dx, .. sums, .. products];
            expected ??= all;
            Widths.AssertSameBits(expected, all, $"{threads} threads");
        }
    }
}
