using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Gemm;

/// <summary>The beginning of a dense layer's way back: on any number of threads the bits of the activation's gradient and of the sums of columns.</summary>
public class OutputGradientTests
{
    /// <summary>Small ones that stay on one thread, large ones that are shared, columns that fill no whole panel, a single panel.</summary>
    [Theory]
    [InlineData(1, 5)]
    [InlineData(128, 512)]
    [InlineData(777, 100)]
    [InlineData(700, 130)]
    [InlineData(9000, 10)]
    public void Threads_change_no_bit(int m, int n)
    {
        float[] z = Samples.Normal(m * n, seed: 1);
        float[] dy = Samples.Normal(m * n, seed: 2);
        float[] before = Samples.Normal(n, seed: 3);
        foreach (Activation? activation in new[] { null, Activation.ReLU, Activation.Gelu })
        {
            float[] dz = [.. dy];
            activation?.Backward(z, dy, dz);
            foreach (bool accumulate in new[] { false, true })
            {
                float[] db = [.. before];
                if (accumulate)
                {
                    ColumnSums.Add(dz, m, db);
                }
                else
                {
                    ColumnSums.Write(dz, m, db);
                }

                for (int threads = 1; threads <= 4; threads++)
                {
                    using var team = new ThreadTeam(threads);
                    float[] actual = [.. dy];
                    float[] sums = [.. before];
                    OutputGradient.Run(activation, activation is null ? [] : z, actual, sums, accumulate, m, n, team);
                    Widths.AssertSameBits(dz, actual, $"dz, {activation?.Name}, {threads} threads");
                    Widths.AssertSameBits(db, sums, $"db, {activation?.Name}, {threads} threads");
                    dy.CopyTo(actual, 0);
                    OutputGradient.Run(activation, activation is null ? [] : z, actual, [], accumulate, m, n, team);
                    Widths.AssertSameBits(dz, actual, $"dz without a bias, {threads} threads");
                }
            }
        }
    }

    [Fact]
    public void Spans_of_other_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => OutputGradient.Run(null, [], new float[7], [], false, 2, 4, ThreadTeam.Single));
        Assert.Throws<ArgumentException>(() =>
            OutputGradient.Run(Activation.ReLU, new float[7], new float[8], [], false, 2, 4, ThreadTeam.Single)
        );
        Assert.Throws<ArgumentException>(() => OutputGradient.Run(null, [], new float[8], new float[3], false, 2, 4, ThreadTeam.Single));
    }
}
