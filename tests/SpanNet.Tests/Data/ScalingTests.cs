using SpanNet.Data;

namespace SpanNet.Tests.Data;

public sealed class ScalingTests
{
    // Feature 0 varies, 1 is constant at a number that has no exact mean, 2 is large beside its spread, 3 varies below the smallest float.
    private static readonly float[] Inputs =
    [
        .. Enumerable.Range(0, 101).SelectMany(i => (float[])[i * i, 0.1f, 1e6f + (i % 2), i % 2 == 0 ? 0 : float.Epsilon]),
    ];

    private static readonly ArrayDataset Data = ArrayDataset.Regression(Inputs, new float[101], [4]);

    [Fact]
    public void Standardize_gives_mean_0_and_variance_1()
    {
        Scaling scaling = Scaling.Standardize(Data);
        float[] scaled = (float[])Inputs.Clone();
        scaling.Apply(scaled);
        foreach (int feature in (int[])[0, 2])
        {
            double[] column = [.. Column(scaled, feature).Select(x => (double)x)];
            Assert.Equal(0, column.Average(), 0.07);
            double mean = column.Average();
            Assert.Equal(1, column.Average(x => (x - mean) * (x - mean)), 1e-5);
        }

        double expected = Column(Inputs, 0).Average(x => (double)x);
        Assert.Equal((float)expected, scaling.Offset[0]);
        Assert.Equal((float)Math.Sqrt(Column(Inputs, 0).Average(x => Math.Pow(x - expected, 2))), scaling.Divisor[0], 1e-3f);
        Assert.All(Column(scaled, 1), x => Assert.Equal(0, x));
        Assert.All(scaled, x => Assert.True(float.IsFinite(x)));
    }

    [Fact]
    public void Min_max_gives_0_to_1()
    {
        Scaling scaling = Scaling.MinMax(Data);
        float[] scaled = (float[])Inputs.Clone();
        scaling.Apply(scaled);
        foreach (int feature in (int[])[0, 2, 3])
        {
            Assert.Equal(0, Column(scaled, feature).Min());
            Assert.Equal(1, Column(scaled, feature).Max());
        }

        Assert.Equal(0.25f, scaled[50 * 4]);
        Assert.All(Column(scaled, 1), x => Assert.Equal(0, x));
    }

    [Fact]
    public void Ranges_beyond_the_largest_float_are_refused()
    {
        float[] inputs = [1, -3e38f, 2, 3e38f];
        ArrayDataset data = ArrayDataset.Regression(inputs, new float[2], [2]);
        Assert.Contains("range of feature 1", Assert.Throws<InvalidDataException>(() => Scaling.MinMax(data)).Message);
        Assert.Contains("range of feature 1", Assert.Throws<InvalidDataException>(() => Scaling.Standardize(data)).Message);
    }

    [Fact]
    public void A_scaled_data_set_reads_what_apply_gives()
    {
        Scaling scaling = Scaling.Standardize(Data.Subset(0, 50));
        var scaled = new ScaledDataset(Data, scaling);
        float[] expected = (float[])Inputs.Clone();
        scaling.Apply(expected);
        Assert.Equal(expected[^4..], scaled.Sample(100).Input);
        Assert.NotEqual(Data.ContentHash, scaled.ContentHash);
        Assert.Equal(Data.ContentHash, new ScaledDataset(Data, Scaling.Identity).ContentHash);
    }

    [Fact]
    public void Apply_allocates_nothing()
    {
        Scaling scaling = Scaling.Standardize(Data);
        float[] rows = new float[40];
        scaling.Apply(rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            scaling.Apply(rows);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(ScalingKind.None)]
    [InlineData(ScalingKind.Standardize)]
    [InlineData(ScalingKind.MinMax)]
    public void Json_keeps_every_bit(ScalingKind kind)
    {
        Scaling scaling = Scaling.Fit(kind, Data);
        string json = Json.Of(scaling.Write);
        Scaling read = Scaling.Read(Json.Parse(json));
        Assert.Equal(kind, read.Kind);
        Assert.Equal(scaling.Offset.ToArray(), read.Offset.ToArray());
        Assert.Equal(scaling.Divisor.ToArray(), read.Divisor.ToArray());
        Assert.Equal(json, Json.Of(read.Write));
    }

    [Theory]
    [InlineData("""[]""", "\"kind\"")]
    [InlineData("""{}""", "\"kind\" is missing")]
    [InlineData("""{"kind":3}""", "\"kind\" must be a string")]
    [InlineData("""{"kind":"log"}""", "'log' is none of none, standardize, minmax")]
    [InlineData("""{"kind":"minmax","offset":[1]}""", "\"divisor\" is missing")]
    [InlineData("""{"kind":"minmax","offset":1,"divisor":[1]}""", "\"offset\" must be a list")]
    [InlineData("""{"kind":"minmax","offset":["1"],"divisor":[1]}""", "\"offset\" must be a finite number")]
    [InlineData("""{"kind":"minmax","offset":[1e99],"divisor":[1]}""", "\"offset\" must be a finite number")]
    [InlineData("""{"kind":"minmax","offset":[1,2],"divisor":[1]}""", "one number per feature")]
    [InlineData("""{"kind":"minmax","offset":[],"divisor":[]}""", "one number per feature")]
    [InlineData("""{"kind":"minmax","offset":[1],"divisor":[0]}""", "divisors be positive")]
    public void Json_of_something_else_is_refused(string json, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<InvalidDataException>(() => Scaling.Read(Json.Parse(json))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Scaling.Standardize(Data).Apply(new float[6]));
        Assert.Throws<ArgumentException>(() => new ScaledDataset(Samples.Numbered(3), Scaling.Standardize(Data)));
        Assert.Contains("no samples", Assert.Throws<InvalidDataException>(() => Scaling.MinMax(Data.Subset(0, 0))).Message);
        ArrayDataset nan = ArrayDataset.Regression(new float[] { 1, 2, 3, float.NaN }, new float[2], [2]);
        Assert.Contains("feature 1 of sample 1", Assert.Throws<InvalidDataException>(() => Scaling.Standardize(nan)).Message);
    }

    private static IEnumerable<float> Column(float[] rows, int feature) => rows.Where((_, i) => i % 4 == feature);
}
