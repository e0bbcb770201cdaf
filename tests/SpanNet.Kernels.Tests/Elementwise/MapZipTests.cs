using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Tests.Elementwise;

public class MapZipTests
{
    [Fact]
    public void Loops_reach_every_element_once_at_every_length()
    {
        for (int n = 0; n <= 70; n++)
        {
            float[] a = Samples.Normal(n, seed: n);
            float[] b = Samples.Normal(n, seed: n + 100);
            float[] c = Samples.Normal(n, seed: n + 200);
            float[] y = new float[n];
            Map.Run(new PlusOne(), a, y);
            AssertEach(y, i => a[i] + 1f);
            Zip.Run(new Difference(), a, b, y);
            AssertEach(y, i => a[i] - b[i]);
            Zip.Run(new MultiplyAdd(), a, b, c, y);
            AssertEach(y, i => MathF.FusedMultiplyAdd(a[i], b[i], c[i]));
        }
    }

    [Fact]
    public void The_result_may_replace_an_input()
    {
        for (int n = 0; n <= 70; n++)
        {
            float[] a = Samples.Normal(n, seed: n);
            float[] y = [.. a];
            Map.Run(new PlusOne(), y, y);
            AssertEach(y, i => a[i] + 1f);
            y = [.. a];
            Zip.Run(new Difference(), a, y, y);
            AssertEach(y, i => 0f);
            y = [.. a];
            Zip.Run(new MultiplyAdd(), a, a, y, y);
            AssertEach(y, i => MathF.FusedMultiplyAdd(a[i], a[i], a[i]));
        }
    }

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        float[] five = new float[5];
        float[] four = new float[4];
        var error = Assert.Throws<ArgumentException>(() => Map.Run(new PlusOne(), five, four));
        Assert.Contains("expected 5, got 4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Zip.Run(new Difference(), five, four, five));
        Assert.Throws<ArgumentException>(() => Zip.Run(new Difference(), five, five, four));
        Assert.Throws<ArgumentException>(() => Zip.Run(new MultiplyAdd(), five, four, five, five));
        Assert.Throws<ArgumentException>(() => Zip.Run(new MultiplyAdd(), five, five, four, five));
        Assert.Throws<ArgumentException>(() => Zip.Run(new MultiplyAdd(), five, five, five, four));
    }

    private static void AssertEach(float[] actual, Func<int, float> expected)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected(i), actual[i]);
        }
    }

    private readonly struct PlusOne : IMap
    {
        public V Invoke<V>(V x)
            where V : struct, ISimd<V> => x + V.Create(1f);
    }

    private readonly struct Difference : IZip
    {
        public V Invoke<V>(V a, V b)
            where V : struct, ISimd<V> => a - b;
    }

    private readonly struct MultiplyAdd : IZip3
    {
        public V Invoke<V>(V a, V b, V c)
            where V : struct, ISimd<V> => V.Fma(a, b, c);
    }
}
