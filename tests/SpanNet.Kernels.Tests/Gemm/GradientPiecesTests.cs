using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Gemm;

/// <summary>A weight gradient in pieces: every weight once, with the bits of the whole.</summary>
public class GradientPiecesTests
{
    /// <summary>Rows of the batch, outputs, inputs: one panel and many, a last panel alone and padded, one block of rows and several.</summary>
    [Theory]
    [InlineData(1, 16, 5)]
    [InlineData(3, 17, 100)]
    [InlineData(32, 128, 784)]
    [InlineData(40, 70, 1008)]
    [InlineData(9, 50, 1009)]
    [InlineData(130, 33, 2500)]
    [InlineData(300, 16, 3000)]
    public void Pieces_are_those_of_the_whole_on_any_number_of_threads(int m, int n, int k)
    {
        float[] x = Samples.Normal(m * k, seed: 1);
        float[] dy = Samples.Normal(m * n, seed: 2);
        float[] expected = new float[Panels.Length(k, n)];
        Kernels.Gemm.Gemm.WeightGradient(
            x,
            dy,
            expected,
            new float[Kernels.Gemm.Gemm.WeightGradientScratch(m, n)],
            m,
            n,
            k,
            accumulate: false,
            ThreadTeam.Single
        );
        float[] scratch = new float[Kernels.Gemm.Gemm.PiecesScratch(m, n)];
        for (int threads = 1; threads <= 4; threads++)
        {
            using var team = new ThreadTeam(threads);
            float[] actual = new float[expected.Length];
            int[] taken = new int[expected.Length];
            scratch.AsSpan().Fill(float.NaN);
            Kernels.Gemm.Gemm.WeightGradient(x, dy, new Taker(actual, taken), scratch, m, n, k, team);
            Assert.All(taken, times => Assert.Equal(1, times));
            Widths.AssertSameBits(expected, actual, $"{threads} threads");
        }
    }

    [Fact]
    public void Short_spans_are_refused()
    {
        var taker = new Taker([], []);
        string message = Assert
            .Throws<ArgumentException>(() =>
                Kernels.Gemm.Gemm.WeightGradient(new float[11], new float[6], taker, [], 2, 3, 6, ThreadTeam.Single)
            )
            .Message;
        Assert.Equal("x [m, k]: expected at least 12 floats, got 11.", message);
    }

    private readonly struct Taker(float[] gradients, int[] taken) : IGradientTaker
    {
        public void Take(int first, ReadOnlySpan<float> gradient)
        {
            gradient.CopyTo(gradients.AsSpan(first));
            for (int i = 0; i < gradient.Length; i++)
            {
                Interlocked.Increment(ref taken[first + i]);
            }
        }
    }
}
