using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Tests.Optimizers;

public sealed class GradientNormTests
{
    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0.5f)]
    public void AgreesWithTheReference(float cut)
    {
        foreach (int length in (int[])[0, 1, 2, 15, 16, 63, 64, 65, 127, 128, 1000, 4095, 4096, 4097, 20_000])
        {
            float[] g = Values(length);
            double expected = g.Sum(x => Math.Pow(Math.Clamp(x, -cut, cut), 2));
            Assert.Equal(expected, GradientNorm.SquaredSum(g, cut), 1e-6 * expected);
        }
    }

    [Fact]
    public void AllWidthsGiveTheSameBits()
    {
        for (int length = 0; length < 200; length++)
        {
            float[] g = Values(length);
            float expected = Sum<Simd1>(g);
            Assert.Equal(expected, Sum<Simd128>(g));
            Assert.Equal(expected, Sum<Simd256>(g));
            Assert.Equal(expected, Sum<Simd512>(g));
        }
    }

    private static float Sum<V>(float[] g)
        where V : struct, ISimd<V>
    {
        var kernel = new GradientNorm.Kernel(g, 0.8f);
        kernel.Run<V>();
        return kernel.Result;
    }

    private static float[] Values(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
