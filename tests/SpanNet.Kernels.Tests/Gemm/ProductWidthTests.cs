using System.Runtime.CompilerServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Testing;

namespace SpanNet.Kernels.Tests.Gemm;

public class ProductWidthTests
{
    [Theory]
    [InlineData(1, 100, 50)]
    [InlineData(1, 10, 7)]
    [InlineData(7, 33, 20)]
    [InlineData(25, 16, 300)]
    [InlineData(250, 47, 260)]
    [InlineData(14, 530, 2048)]
    public void All_widths_give_the_same_bits(int m, int n, int k)
    {
        float[] scalar = Run<Simd1>(m, n, k);
        Assert.Equal(scalar, Run<Simd128>(m, n, k));
        Assert.Equal(scalar, Run<Simd256>(m, n, k));
        Assert.Equal(scalar, Run<Simd512>(m, n, k));
    }

    [Theory]
    [InlineData(1, 40, 100)]
    [InlineData(1, 3, 47)]
    [InlineData(1, 50, 200)]
    [InlineData(1, 63, 141)]
    [InlineData(1, 60, 221)]
    [InlineData(2, 21, 50)]
    [InlineData(3, 7, 24)]
    [InlineData(7, 10, 61)]
    [InlineData(12, 29, 95)]
    [InlineData(9, 16, 1000)]
    [InlineData(31, 20, 300)]
    public void All_widths_give_the_same_bits_where_weights_are_turned(int m, int n, int k)
    {
        float[] scalar = Turned<Simd1>(m, n, k);
        Assert.Equal(scalar, Turned<Simd128>(m, n, k));
        Assert.Equal(scalar, Turned<Simd256>(m, n, k));
        Assert.Equal(scalar, Turned<Simd512>(m, n, k));
    }

    [Theory]
    [InlineData(1, 64, 35)]
    [InlineData(1, 525, 51)]
    [InlineData(2, 67, 16)]
    [InlineData(3, 256, 24)]
    [InlineData(5, 70, 3)]
    [InlineData(7, 301, 47)]
    [InlineData(13, 513, 40)]
    [InlineData(247, 65, 29)]
    public void All_widths_sum_many_outputs_in_the_order_of_the_definition(int m, int n, int k)
    {
        var random = new Random(3);
        float[] dy = RandomFloats.Of(m * n, random, 1f);
        float[] w = RandomFloats.Of(k * n, random, 1f);
        float[] before = RandomFloats.Of(m * k, random, 1f);
        foreach (bool accumulates in (bool[])[false, true])
        {
            float[] expected =
            [
                .. Enumerable
                    .Range(0, m * k)
                    .Select(at =>
                        SumOrder.OfInputGradient(p => dy[(at / k * n) + p], p => w[(at % k * n) + p], accumulates ? before[at] : null, n)
                    ),
            ];
            Assert.Equal(expected, Quads<Simd1>(m, n, k, dy, w, before, accumulates));
            Assert.Equal(expected, Quads<Simd128>(m, n, k, dy, w, before, accumulates));
            Assert.Equal(expected, Quads<Simd256>(m, n, k, dy, w, before, accumulates));
            Assert.Equal(expected, Quads<Simd512>(m, n, k, dy, w, before, accumulates));
        }
    }

    [Theory]
    [InlineData(2, 40, 33)]
    [InlineData(5, 10, 20)]
    [InlineData(8, 70, 100)]
    [InlineData(6, 33, 300)]
    [InlineData(7, 24, 129)]
    public void All_widths_give_the_same_bits_where_the_batch_is_short(int m, int n, int k)
    {
        float[] scalar = Ranked<Simd1>(m, n, k);
        Assert.Equal(scalar, Ranked<Simd128>(m, n, k));
        Assert.Equal(scalar, Ranked<Simd256>(m, n, k));
        Assert.Equal(scalar, Ranked<Simd512>(m, n, k));
    }

    private static float[] Quads<V>(int m, int n, int k, float[] dy, float[] w, float[] before, bool accumulates)
        where V : struct, ISimd<V>
    {
        using GuardedBuffer weights = new(Panels.Length(k, n));
        using GuardedBuffer gradients = new(m * n);
        using GuardedBuffer dx = new(m * k);
        Panels.Pack(w, n, weights.BeforeGuard, k, n);
        dy.CopyTo(gradients.BeforeGuard);
        before.CopyTo(dx.BeforeGuard);
        var product = new QuadProduct
        {
            M = m,
            N = n,
            K = k,
            Dy = ref gradients.BeforeGuard[0],
            W = ref weights.BeforeGuard[0],
            Dx = ref dx.BeforeGuard[0],
            Accumulates = accumulates,
        };
        product.Cut(0, m, 0, k);
        product.Run<V>();
        return dx.BeforeGuard.ToArray();
    }

    private static float[] Ranked<V>(int m, int n, int k)
        where V : struct, ISimd<V>
    {
        var random = new Random(9);
        float[] x = [.. Enumerable.Range(0, m * k).Select(_ => random.NextSingle() - 0.5f)];
        float[] dy = [.. Enumerable.Range(0, Panels.Length(m, n)).Select(_ => random.NextSingle() - 0.5f)];
        float[] dw = new float[Panels.Length(k, n)];
        var job = new RankFew
        {
            M = m,
            N = n,
            K = k,
            X = ref x[0],
            Dy = ref dy[0],
            Dw = ref dw[0],
        };
        job.Cut(0, k);
        job.Run<V>();
        return dw;
    }

    private static float[] Turned<V>(int m, int n, int k)
        where V : struct, ISimd<V>
    {
        var random = new Random(7);
        float[] dy = [.. Enumerable.Range(0, m * n).Select(_ => random.NextSingle() - 0.5f)];
        float[] w = [.. Enumerable.Range(0, Panels.Length(k, n)).Select(_ => random.NextSingle() - 0.5f)];
        float[] dx = new float[m * k];
        var job = new InputGradientJob
        {
            M = m,
            N = n,
            K = k,
            Dy = ref dy[0],
            W = ref w[0],
            Dx = ref dx[0],
        };
        job.Cut(0, k);
        job.Run<V>();
        return dx;
    }

    private static float[] Run<V>(int m, int n, int k)
        where V : struct, ISimd<V>
    {
        var random = new Random(5);
        float[] a = [.. Enumerable.Range(0, m * k).Select(_ => random.NextSingle() - 0.5f)];
        float[] b = [.. Enumerable.Range(0, Panels.Length(k, n)).Select(_ => random.NextSingle() - 0.5f)];
        float[] c = new float[m * n];
        var product = new Product
        {
            M = m,
            N = n,
            K = k,
            A = ref a[0],
            ARow = k,
            AColumn = 1,
            B = ref b[0],
            BPanel = k * Panels.Width,
            Start = ref Unsafe.NullRef<float>(),
            C = ref c[0],
            CRow = n,
            CPanel = Panels.Width,
        };
        product.Cut(0, m, 0, Panels.Count(n) * Panels.Width);
        product.Run<V>();
        return c;
    }
}
