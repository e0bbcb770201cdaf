using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Pooling;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Normalization;

/// <summary>Normalization, ReLU and maximum in one go: the bits of the three one after the other, on any number of threads and at every width.</summary>
public class PooledNormalizationTests
{
    /// <summary>Batch, height, width, channels, window: chunks of rows that end with a band and that do not, tails of vectors, one chunk and many.</summary>
    public static TheoryData<int, int, int, int, int, int> Shapes =>
        new()
        {
            { 1, 2, 2, 1, 2, 2 },
            { 2, 6, 4, 19, 2, 2 },
            { 3, 28, 28, 16, 2, 2 },
            { 5, 32, 32, 32, 2, 2 },
            { 2, 16, 16, 64, 4, 4 },
            { 4, 9, 14, 5, 3, 2 },
            { 7, 12, 12, 130, 2, 3 },
            { 2, 40, 50, 33, 1, 2 },
            { 2, 6, 60, 300, 6, 1 },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Bits_are_those_of_the_parts(int batch, int height, int width, int channels, int rows, int columns)
    {
        foreach (Activation? activation in new[] { null, Activation.ReLU })
        {
            foreach (bool add in new[] { false, true })
            {
                var run = new Run(new Kernels.Pooling.Pooling(Axis(height, rows), Axis(width, columns), channels), activation, batch, add);
                float[] expected = run.Apart();
                for (int threads = 1; threads <= 3; threads++)
                {
                    using var team = new ThreadTeam(threads);
                    Widths.AssertSameBits(expected, run.Together(team, inPlace: false), $"{threads} threads");
                    if (!add)
                    {
                        Widths.AssertSameBits(expected, run.Together(team, inPlace: true), $"{threads} threads, in place");
                    }
                }

                float[]? wide = null;
                foreach (int lanes in Widths.All)
                {
                    float[] own = run.AtWidth(lanes);
                    wide ??= own;
                    Widths.AssertSameBits(wide, own, $"{lanes} lanes");
                }
            }
        }
    }

    [Fact]
    public void Not_a_number_stays_one_and_gets_no_gradient()
    {
        var pooling = new Kernels.Pooling.Pooling(Axis(2, 2), Axis(2, 2), 1);
        var run = new Run(pooling, Activation.ReLU, 1, add: false);
        run.X[1] = float.NaN;
        Widths.AssertSameBits(run.Apart(), run.Together(ThreadTeam.Single, inPlace: false), "NaN");
    }

    [Fact]
    public void Other_windows_and_activations_are_refused()
    {
        Assert.False(Fits(PoolAxis.Sliding(7, 2, 2, 0, 0), Activation.ReLU));
        Assert.False(Fits(PoolAxis.Sliding(8, 3, 2, 1, 0), Activation.ReLU));
        Assert.False(Fits(PoolAxis.Adaptive(7, 3), null));
        Assert.False(Fits(Axis(8, 2), Activation.Tanh));
        Assert.True(Fits(PoolAxis.Adaptive(6, 3), null));
        Assert.Throws<ArgumentException>(() => new PooledNormalization(new(Axis(8, 2), Axis(8, 2), 3), Activation.Gelu));
        static bool Fits(PoolAxis axis, Activation? activation) => PooledNormalization.Fits(new(axis, Axis(8, 2), 3), activation);
    }

    private static PoolAxis Axis(int size, int window) => PoolAxis.Sliding(size, window, window, 0, 0);

    /// <summary>Data of one case, and what is computed from them: p, sums, products, dx.</summary>
    private sealed class Run(Kernels.Pooling.Pooling pooling, Activation? activation, int batch, bool add)
    {
        private readonly PooledNormalization pooled = new(pooling, activation);
        private readonly float[] mean = Samples.Normal(pooling.Channels, 2);
        private readonly float[] scale = Samples.Normal(pooling.Channels, 3);
        private readonly float[] shift = Samples.Normal(pooling.Channels, 4);
        private readonly float[] q = Samples.Normal(pooling.Channels, 5);
        private readonly float[] r = Samples.Normal(pooling.Channels, 6);
        private readonly float[] dp = Samples.Normal(batch * pooling.OutputLength, 7);
        private readonly float[] before = Samples.Normal(batch * pooling.InputLength, 8);
        private readonly float[] sums = new float[pooling.Channels];
        private readonly float[] products = new float[pooling.Channels];
        private readonly float[] p = new float[batch * pooling.OutputLength];

        /// <summary>Steps of a half: many windows have several maxima.</summary>
        public float[] X { get; } = [.. Samples.Normal(batch * pooling.InputLength, 1).Select(value => MathF.Round(value * 2) / 2)];

        private ColumnAffineTerms Terms =>
            new()
            {
                Mean = mean,
                Scale = scale,
                Shift = shift,
            };

        private ColumnGradientTerms Gradient =>
            new()
            {
                Mean = mean,
                A = scale,
                Q = q,
                R = r,
            };

        public float[] Apart()
        {
            float[] y = new float[X.Length];
            float[] dy = new float[X.Length];
            float[] dx = [.. before];
            ColumnAffine.Run(X, Terms, y, y, activation, ThreadTeam.Single);
            pooling.Maximum(y, p, batch, ThreadTeam.Single);
            pooling.MaximumGradient(y, p, dp, dy, batch, accumulate: false, ThreadTeam.Single);
            float[] scratch = new float[ColumnGradients.Scratch(X.Length / pooling.Channels, pooling.Channels)];
            ReadOnlySpan<float> kept = activation is null ? default : y;
            ColumnGradients.Sums(dy, X, mean, sums, products, scratch, activation, kept, ThreadTeam.Single);
            ColumnGradients.Input(dy, X, Gradient, dx, add, ThreadTeam.Single);
            return [.. p, .. sums, .. products, .. dx];
        }

        public float[] Together(ThreadTeam team, bool inPlace)
        {
            float[] x = [.. X];
            float[] dx = inPlace ? x : [.. before];
            float[] scratch = new float[pooled.Scratch(batch)];
            scratch.AsSpan().Fill(float.NaN);
            pooled.Forward(x, Terms, p, batch, team);
            pooled.Sums(x, Terms, p, dp, sums, products, scratch, batch, team);
            pooled.Input(x, Terms, p, dp, Gradient, dx, add, batch, team);
            return [.. p, .. sums, .. products, .. dx];
        }

        public float[] AtWidth(int lanes)
        {
            float[] dz = new float[X.Length];
            float[] dx = [.. before];
            var forward = new PooledForwardJob
            {
                Plan = pooled,
                X = X,
                Terms = Terms,
                P = p,
            };
            forward.Cut(batch * pooling.Rows.Count, 0, 1);
            Widths.Run(ref forward, lanes);
            var toZ = new PooledGradientKernel<No>
            {
                Plan = pooled,
                Terms = Terms,
                X = X,
                P = p,
                Dp = dp,
                Result = dz,
            };
            Widths.Run(ref toZ, lanes);
            var toX = new PooledGradientKernel<Yes>
            {
                Plan = pooled,
                Terms = Terms,
                X = X,
                P = p,
                Dp = dp,
                Gradient = Gradient,
                Result = dx,
                Add = add,
            };
            Widths.Run(ref toX, lanes);
            return [.. p, .. dz, .. dx];
        }
    }
}
