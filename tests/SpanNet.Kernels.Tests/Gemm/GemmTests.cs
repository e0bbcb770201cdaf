using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Threading;
using SpanNet.Reference.Gemm;
using SpanNet.Testing;
using SpanNet.Testing.Cases;
using static SpanNet.Kernels.Gemm.Gemm;

namespace SpanNet.Kernels.Tests.Gemm;

public class GemmTests
{
    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int>();
            foreach ((int batch, int outputs, int inputs) in GemmCases.Tails)
            {
                shapes.Add(batch, outputs, inputs);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_agrees_with_the_reference_and_is_one_chain(int m, int n, int k)
    {
        Case c = new(m, n, k);
        using GuardedBuffer y = new(m * n);
        Forward(c.X, c.Panels, c.Bias, y.BeforeGuard, y.BeforeGuard, m, n, k, null, ThreadTeam.Single);

        double[] expected = MatrixProduct.Of(c.XDouble, c.WDouble, c.BiasDouble, m, n, k);
        Assert.Equal(Case.Chains((i, p) => c.X[(i * k) + p], (p, j) => c.W[(p * n) + j], (_, j) => c.Bias[j], m, n, k), y.BeforeGuard);
        AssertClose(expected, y.BeforeGuard, k);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void WeightGradient_agrees_with_the_reference_and_is_one_chain(int m, int n, int k)
    {
        Case c = new(m, n, k);
        float[] dw = new float[Panels.Length(k, n)];
        Array.Fill(dw, float.NaN);
        float[] scratch = new float[WeightGradientScratch(m, n)];
        WeightGradient(c.X, c.Dy, dw, scratch, m, n, k, accumulate: false, ThreadTeam.Single);

        float[] actual = FromPanels(dw, k, n);
        Assert.Equal(Case.Chains((i, p) => c.X[(p * k) + i], (p, j) => c.Dy[(p * n) + j], (_, _) => 0f, k, n, m), actual);
        AssertClose(MatrixProduct.Of(MatrixProduct.Transpose(c.XDouble, m, k), c.DyDouble, null, k, n, m), actual, m);
        AssertPaddingIsZero(dw, k, n);

        WeightGradient(c.X, c.Dy, dw, scratch, m, n, k, accumulate: true, ThreadTeam.Single);
        float[] twice = Case.Chains((i, p) => c.X[(p * k) + i], (p, j) => c.Dy[(p * n) + j], (i, j) => actual[(i * n) + j], k, n, m);
        Assert.Equal(twice, FromPanels(dw, k, n));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void InputGradient_agrees_with_the_reference_and_is_summed_in_its_order(int m, int n, int k)
    {
        Case c = new(m, n, k);
        using GuardedBuffer dx = new(m * k);
        dx.BeforeGuard.Fill(float.NaN);
        float[] scratch = new float[InputGradientScratch(n, k)];
        InputGradient(c.Dy, c.Panels, dx.BeforeGuard, scratch, m, n, k, accumulate: false, ThreadTeam.Single);

        float[] once = dx.BeforeGuard.ToArray();
        Assert.Equal(c.InputGradient((_, _) => null), once);
        AssertClose(MatrixProduct.Of(c.DyDouble, MatrixProduct.Transpose(c.WDouble, k, n), null, m, k, n), once, n);

        InputGradient(c.Dy, c.Panels, dx.BeforeGuard, scratch, m, n, k, accumulate: true, ThreadTeam.Single);
        Assert.Equal(c.InputGradient((i, j) => once[(i * k) + j]), dx.BeforeGuard);
    }

    [Theory]
    [InlineData(100, 64, 8)]
    [InlineData(257, 70, 51)]
    [InlineData(300, 80, 64)]
    public void WeightGradient_reads_no_further_than_its_input(int m, int n, int k)
    {
        Case c = new(m, n, k);
        using GuardedBuffer x = new(m * k);
        c.X.CopyTo(x.BeforeGuard);
        float[] dw = new float[Panels.Length(k, n)];
        WeightGradient(x.BeforeGuard, c.Dy, dw, new float[WeightGradientScratch(m, n)], m, n, k, accumulate: false, ThreadTeam.Single);
        Assert.Equal(Case.Chains((i, p) => c.X[(p * k) + i], (p, j) => c.Dy[(p * n) + j], (_, _) => 0f, k, n, m), FromPanels(dw, k, n));
    }

    [Theory]
    [InlineData(32, 10, 784)]
    [InlineData(33, 130, 700)]
    [InlineData(5, 500, 512)]
    [InlineData(300, 200, 100)]
    [InlineData(32, 300, 500)]
    [InlineData(40, 300, 700)]
    [InlineData(30, 140, 1024)]
    [InlineData(1, 2000, 3000)]
    public void Every_number_of_threads_gives_the_same_bits(int m, int n, int k)
    {
        Case c = new(m, n, k);
        (float[] Y, float[] Dw, float[] Dx) alone = RunAll(c, ThreadTeam.Single);
        for (int threads = 2; threads <= 4; threads++)
        {
            using var team = new ThreadTeam(threads);
            (float[] Y, float[] Dw, float[] Dx) together = RunAll(c, team);
            Assert.Equal(alone.Y, together.Y);
            Assert.Equal(alone.Dw, together.Dw);
            Assert.Equal(alone.Dx, together.Dx);
        }
    }

    [Fact]
    public void A_row_of_a_batch_equals_that_row_alone()
    {
        Case c = new(33, 50, 300);
        float[] batch = new float[33 * 50];
        Forward(c.X, c.Panels, c.Bias, batch, batch, 33, 50, 300, Activation.ReLU, ThreadTeam.Single);
        float[] row = new float[50];
        for (int i = 0; i < 33; i++)
        {
            Forward(c.X.AsSpan(i * 300, 300), c.Panels, c.Bias, row, row, 1, 50, 300, Activation.ReLU, ThreadTeam.Single);
            Assert.Equal(batch[(i * 50)..((i + 1) * 50)], row);
        }
    }

    [Theory]
    [InlineData(9, 40, 20)]
    [InlineData(300, 20, 5)]
    public void The_activation_sees_every_element_once_and_z_is_kept(int m, int n, int k)
    {
        Case c = new(m, n, k);
        float[] z = new float[m * n];
        float[] y = new float[m * n];
        using var team = new ThreadTeam(3);
        Forward(c.X, c.Panels, default, z, y, m, n, k, Activation.ReLU, team);
        Assert.Equal(Case.Chains((i, p) => c.X[(i * k) + p], (p, j) => c.W[(p * n) + j], (_, _) => 0f, m, n, k), z);
        Assert.Equal(z.Select(v => Math.Max(0f, v)), y);
    }

    [Fact]
    public void Short_spans_are_refused_by_name()
    {
        Case c = new(4, 20, 8);
        var exception = Assert.Throws<ArgumentException>(() =>
            Forward(c.X.AsSpan(1), c.Panels, c.Bias, new float[80], new float[80], 4, 20, 8, null, ThreadTeam.Single)
        );
        Assert.Equal("x [m, k]: expected at least 32 floats, got 31.", exception.Message);
    }

    private static (float[] Y, float[] Dw, float[] Dx) RunAll(Case c, ThreadTeam team)
    {
        (int m, int n, int k) = (c.M, c.N, c.K);
        float[] y = new float[m * n];
        float[] dw = new float[Panels.Length(k, n)];
        float[] dx = new float[m * k];
        Forward(c.X, c.Panels, c.Bias, y, y, m, n, k, Activation.ReLU, team);
        WeightGradient(c.X, c.Dy, dw, new float[WeightGradientScratch(m, n)], m, n, k, false, team);
        InputGradient(c.Dy, c.Panels, dx, new float[InputGradientScratch(n, k)], m, n, k, false, team);
        return (y, dw, dx);
    }

    private static float[] FromPanels(float[] panels, int rows, int columns)
    {
        float[] matrix = new float[rows * columns];
        for (int i = 0; i < matrix.Length; i++)
        {
            matrix[i] = panels[Panels.IndexOf(i / columns, i % columns, rows)];
        }

        return matrix;
    }

    private static void AssertPaddingIsZero(float[] panels, int rows, int columns)
    {
        for (int column = columns; column < Panels.Count(columns) * Panels.Width; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(0f, panels[Panels.IndexOf(row, column, rows)]);
            }
        }
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<float> actual, int terms)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-7 * (terms + 8));
        }
    }

    private sealed class Case
    {
        public Case(int m, int n, int k)
        {
            (M, N, K) = (m, n, k);
            var random = new Random((m * 10007) + (n * 101) + k);
            X = Draw(random, m * k);
            W = Draw(random, k * n);
            Dy = Draw(random, m * n);
            Bias = new float[Kernels.Gemm.Panels.Length(1, n)];
            Draw(random, n).CopyTo(Bias, 0);
            Panels = new float[Kernels.Gemm.Panels.Length(k, n)];
            Kernels.Gemm.Panels.Pack(W, n, Panels, k, n);
        }

        public int M { get; }

        public int N { get; }

        public int K { get; }

        public float[] X { get; }

        public float[] W { get; }

        public float[] Panels { get; }

        public float[] Bias { get; }

        public float[] Dy { get; }

        public double[] XDouble => [.. X];

        public double[] WDouble => [.. W];

        public double[] DyDouble => [.. Dy];

        public double[] BiasDouble => [.. Bias];

        /// <summary>The definition: one chain of fused multiply-adds per element, first to last.</summary>
        public static float[] Chains(
            Func<int, int, float> a,
            Func<int, int, float> b,
            Func<int, int, float> start,
            int rows,
            int columns,
            int depth
        ) => Elements(rows, columns, (i, j) => SumOrder.Chain(p => a(i, p), p => b(p, j), start(i, j), depth));

        /// <summary>The definition of dx.</summary>
        public float[] InputGradient(Func<int, int, float?> start) =>
            Elements(M, K, (i, j) => SumOrder.OfInputGradient(p => Dy[(i * N) + p], p => W[(j * N) + p], start(i, j), N));

        private static float[] Elements(int rows, int columns, Func<int, int, float> element) =>
            [.. Enumerable.Range(0, rows * columns).Select(at => element(at / columns, at % columns))];

        private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
