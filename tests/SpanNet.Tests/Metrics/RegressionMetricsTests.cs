using System.Text.Json;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Metrics;
using SpanNet.Reference.Metrics;
using SpanNet.Testing;

namespace SpanNet.Tests.Metrics;

public sealed class RegressionMetricsTests
{
    [Fact]
    public void MatchesScikitLearn()
    {
        foreach (JsonElement golden in GoldenFile.Read("metrics.json").GetProperty("regression").EnumerateArray())
        {
            var metrics = new RegressionMetrics(golden.GetProperty("outputs").GetInt32());
            metrics.Add(Singles(golden, "output"), Singles(golden, "target"), golden.GetProperty("rows").GetInt32());
            RegressionResult result = metrics.ToResult();
            Assert.Equal(golden.GetProperty("rows").GetInt64(), result.Count);
            Assert.Equal(golden.GetProperty("mse").GetDouble(), result.MeanSquaredError, 1e-12);
            Assert.Equal(golden.GetProperty("rmse").GetDouble(), result.RootMeanSquaredError, 1e-12);
            Assert.Equal(golden.GetProperty("mae").GetDouble(), result.MeanAbsoluteError, 1e-12);
            Assert.Equal(golden.GetProperty("r2").GetDouble(), result.R2, 1e-12);
        }
    }

    [Theory]
    [InlineData(1, 2, 0f)]
    [InlineData(3, 33, 5f)]
    [InlineData(2, 1000, 100_000f)]
    public void MatchesTheReferenceHoweverTheRowsAreCut(int outputs, int rows, float offset)
    {
        float[] y = Normal(rows * outputs, "y", offset);
        float[] t = Normal(rows * outputs, "t", offset);
        var whole = new RegressionMetrics(outputs);
        whole.Add(y, t, rows);
        var cut = new RegressionMetrics(outputs);
        for (int start = 0; start < rows; start += 7)
        {
            int n = Math.Min(7, rows - start);
            cut.Add(y.AsSpan(start * outputs, n * outputs), t.AsSpan(start * outputs, n * outputs), n);
        }

        Assert.Equal(RegressionReference.MeanSquaredError(y, t), whole.MeanSquaredError, 1e-12);
        Assert.Equal(RegressionReference.MeanAbsoluteError(y, t), whole.MeanAbsoluteError, 1e-12);
        Assert.Equal(RegressionReference.R2(y, t, outputs), whole.R2, 1e-9);
        Assert.Equal(whole.ToResult(), cut.ToResult());
    }

    [Fact]
    public void ConstantTargetsAreHitOrMissed()
    {
        var hit = new RegressionMetrics(1);
        hit.Add([0.1f, 0.1f, 0.1f], [0.1f, 0.1f, 0.1f], 3);
        Assert.Equal(1, hit.R2);
        var missed = new RegressionMetrics(1);
        missed.Add([0.1f, 0.2f, 0.1f], [0.1f, 0.1f, 0.1f], 3);
        Assert.Equal(0, missed.R2);
    }

    [Fact]
    public void ResetForgets()
    {
        float[] y = Normal(20, "y", 3);
        float[] t = Normal(20, "t", 3);
        var fresh = new RegressionMetrics(2);
        var used = new RegressionMetrics(2);
        used.Add(t, y, 10);
        used.Reset();
        Assert.Equal(new RegressionResult(0, 0, 0, 0, 0), used.ToResult());
        fresh.Add(y, t, 10);
        used.Add(y, t, 10);
        Assert.Equal(fresh.ToResult(), used.ToResult());
    }

    [Fact]
    public void LengthsAreChecked()
    {
        var metrics = new RegressionMetrics(2);
        var error = Assert.Throws<ArgumentException>(() => metrics.Add(new float[6], new float[5], 3));
        Assert.Contains("3 rows of 2, got 5 floats", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => metrics.Add(new float[5], new float[6], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => metrics.Add([], [], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegressionMetrics(0));
        Assert.Equal(0, metrics.Count);
    }

    [Fact]
    public void AddingAllocatesNothing()
    {
        var metrics = new RegressionMetrics(4);
        float[] y = Normal(128, "y", 0);
        float[] t = Normal(128, "t", 0);
        Assert.Equal(
            0,
            AllocationGauge.OfThread(() =>
            {
                metrics.Add(y, t, 32);
                if (metrics.Score > 2)
                {
                    metrics.Reset();
                }
            })
        );
    }

    private static float[] Normal(int n, string name, float offset)
    {
        float[] x = new float[n];
        RandomStream.For(9, name).Normal(x);
        return [.. x.Select(z => z + offset)];
    }

    private static float[] Singles(JsonElement golden, string name) =>
        [.. golden.GetProperty(name).EnumerateArray().Select(x => x.GetSingle())];
}
