using SpanNet.Kernels.Reductions;
using SpanNet.Reference;

namespace SpanNet.Kernels.Tests.Reductions;

public class ReductionTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 140), 1000, 4095, 4096, 4097, 8192, 12_288, 12_300, 20_481, 28_700];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sum_has_the_stated_order_at_every_width(int n)
    {
        float[] x = Samples.Normal(n, seed: n);
        float expected = VirtualLanesReference.Sum(x);
        Assert.Equal(expected, Sum.Of(x));
        Assert.Equal(x.Sum(value => (double)value), expected, 1e-4 * Math.Sqrt(n + 1));
        foreach (int lanes in Widths.All)
        {
            var kernel = new Sum.Kernel(x);
            Widths.Run(ref kernel, lanes);
            Assert.Equal(expected, kernel.Result);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Dot_is_that_of_the_reference_and_the_same_at_every_width(int n)
    {
        float[] a = Samples.Normal(n, seed: n);
        float[] b = Samples.Normal(n, seed: n + 1);
        Assert.Equal(a.Zip(b, (x, y) => (double)x * y).Sum(), Dot.Of(a, b), 1e-4 * Math.Sqrt(n + 1));
        foreach (int lanes in Widths.All)
        {
            var kernel = new Dot.Kernel(a, b);
            Widths.Run(ref kernel, lanes);
            Assert.Equal(Dot.Of(a, b), kernel.Result);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void SumOfSquares_is_that_of_the_reference_and_the_same_at_every_width(int n)
    {
        float[] x = Samples.Normal(n, seed: n);
        Assert.Equal(x.Sum(value => (double)value * value), SumOfSquares.Of(x), 1e-5 * (n + 1));
        foreach (int lanes in Widths.All)
        {
            var kernel = new SumOfSquares.Kernel(x);
            Widths.Run(ref kernel, lanes);
            Assert.Equal(SumOfSquares.Of(x), kernel.Result);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Max_is_found_wherever_it_is_and_skips_NaN(int n)
    {
        float[] x = Samples.Normal(n, seed: n);
        Assert.Equal(n == 0 ? float.NegativeInfinity : x.Max(), Max.Of(x));
        int step = Math.Max(1, n / 37);
        for (int i = 0; i < n; i += step)
        {
            float kept = x[i];
            x[i] = 10f;
            x[(i + 1) % n] = n == 1 ? 10f : float.NaN;
            foreach (int lanes in Widths.All)
            {
                var kernel = new Max.Kernel(x);
                Widths.Run(ref kernel, lanes);
                Assert.Equal(10f, kernel.Result);
            }

            Assert.Equal(i, ArgMax.Of(x));
            x[i] = kept;
            x[(i + 1) % n] = kept;
        }
    }

    [Fact]
    public void Max_of_negative_numbers_is_negative()
    {
        Assert.Equal(-3f, Max.Of([-5f, -3f, -4f]));
        Assert.Equal(float.NegativeInfinity, Max.Of([float.NaN, float.NaN]));
    }

    [Fact]
    public void ArgMax_takes_the_lowest_of_equals_and_never_NaN()
    {
        Assert.Equal(1, ArgMax.Of([1f, 7f, 3f, 7f]));
        Assert.Equal(2, ArgMax.Of([float.NaN, -1f, 3f, float.NaN]));
        Assert.Equal(0, ArgMax.Of([float.NaN, float.NaN]));
        Assert.Equal(1, ArgMax.Of([float.NaN, float.NegativeInfinity]));
    }

    [Fact]
    public void Nothing_has_no_largest_element_and_no_mean()
    {
        Assert.Throws<ArgumentException>("x", () => ArgMax.Of([]));
        Assert.Throws<ArgumentException>("x", () => MeanVariance.Of([]));
        Assert.Throws<ArgumentException>(() => Dot.Of([1f], [1f, 2f]));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Mean_and_variance_survive_a_large_mean(int n)
    {
        if (n == 0)
        {
            return;
        }

        float[] x = [.. Samples.Normal(n, seed: n).Select(value => value + 1000f)];
        double mean = x.Average(value => (double)value);
        double variance = x.Average(value => (value - mean) * (value - mean));
        var actual = MeanVariance.Of(x);
        Assert.Equal(mean, actual.Mean, 2e-4);
        Assert.Equal(variance, actual.Variance, 1e-5 * (1.0 + variance));
        foreach (int lanes in Widths.All)
        {
            var kernel = new MeanVariance.Kernel(x);
            Widths.Run(ref kernel, lanes);
            Assert.Equal(actual, (kernel.Mean, kernel.Variance));
        }
    }
}
