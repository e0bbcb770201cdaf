using System.Text.Json;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Metrics;
using SpanNet.Reference.Metrics;
using SpanNet.Testing;

namespace SpanNet.Tests.Metrics;

public sealed class ClassificationMetricsTests
{
    public static TheoryData<int> GoldenCases => [.. Enumerable.Range(0, Golden.GetArrayLength())];

    private static JsonElement Golden => GoldenFile.Read("metrics.json").GetProperty("classification");

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void MatchesScikitLearn(int index)
    {
        JsonElement golden = Golden[index];
        var metrics = new ClassificationMetrics(golden.GetProperty("classes").GetInt32(), golden.GetProperty("k").GetInt32());
        metrics.Add(Singles(golden, "output"), Singles(golden, "target"), golden.GetProperty("rows").GetInt32());
        ClassificationResult result = metrics.ToResult();

        Assert.Equal(golden.GetProperty("rows").GetInt64(), result.Count);
        Assert.Equal(golden.GetProperty("accuracy").GetDouble(), result.Accuracy, 1e-14);
        Assert.Equal(golden.GetProperty("top_k").GetDouble(), result.TopKAccuracy, 1e-14);
        AssertClose(golden.GetProperty("precision"), [.. result.Classes.Select(c => c.Precision)]);
        AssertClose(golden.GetProperty("recall"), [.. result.Classes.Select(c => c.Recall)]);
        AssertClose(golden.GetProperty("f1"), [.. result.Classes.Select(c => c.F1)]);
        AssertClose(golden.GetProperty("support"), [.. result.Classes.Select(c => (double)c.Support)]);
        AssertClose(golden.GetProperty("macro"), [result.Precision, result.Recall, result.F1]);
        for (int truth = 0; truth < metrics.Classes; truth++)
        {
            AssertClose(golden.GetProperty("confusion")[truth], [.. result.Confusion[truth].Select(n => (double)n)]);
        }
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(3, 2, 7)]
    [InlineData(10, 5, 33)]
    [InlineData(10, 10, 100)]
    public void MatchesTheReferenceHoweverTheRowsAreCut(int classes, int k, int rows)
    {
        // Outputs on a coarse grid, so that ties occur.
        float[] output = Uniform(rows * classes, "output", 4);
        float[] target = Uniform(rows, "target", classes);
        float[][] byRow = [.. output.Chunk(classes)];
        int[] truths = [.. target.Select(t => (int)t)];
        int[] predicted = [.. byRow.Select(row => ClassificationReference.Ranking(row)[0])];

        var whole = new ClassificationMetrics(classes, k);
        whole.Add(output, target, rows);
        var cut = new ClassificationMetrics(classes, k);
        for (int start = 0; start < rows; start += 5)
        {
            int n = Math.Min(5, rows - start);
            cut.Add(output.AsSpan(start * classes, n * classes), target.AsSpan(start, n), n);
        }

        Assert.Equal(ClassificationReference.TopK(byRow, truths, 1), whole.Accuracy, 1e-14);
        Assert.Equal(ClassificationReference.TopK(byRow, truths, k), whole.TopKAccuracy, 1e-14);
        Assert.Equal((whole.Accuracy, whole.TopKAccuracy, whole.Count), (cut.Accuracy, cut.TopKAccuracy, cut.Count));
        ClassificationResult result = whole.ToResult();
        for (int a = 0; a < classes; a++)
        {
            Assert.Equal(ClassificationReference.Precision(truths, predicted, a), result.Classes[a].Precision, 1e-14);
            Assert.Equal(ClassificationReference.Recall(truths, predicted, a), result.Classes[a].Recall, 1e-14);
            Assert.Equal(ClassificationReference.F1(truths, predicted, a), result.Classes[a].F1, 1e-14);
            for (int b = 0; b < classes; b++)
            {
                Assert.Equal(ClassificationReference.Confusion(truths, predicted, a, b), whole.Confusion(a, b));
                Assert.Equal(whole.Confusion(a, b), cut.Confusion(a, b));
            }
        }
    }

    [Fact]
    public void TiesGoToTheLowestIndexAndNaNNeverWins()
    {
        var metrics = new ClassificationMetrics(3, 2);
        metrics.Add([1, 1, 0, float.NaN, -5, -6, 0, float.NegativeInfinity, float.NaN], [1, 0, 2], 3);
        Assert.Equal(1, metrics.Confusion(1, 0));
        Assert.Equal(1, metrics.Confusion(0, 1));
        Assert.Equal(1, metrics.Confusion(2, 0));
        Assert.Equal(1.0 / 3, metrics.TopKAccuracy, 1e-14);
    }

    [Fact]
    public void TargetsMayBeProbabilities()
    {
        var metrics = new ClassificationMetrics(3);
        metrics.Add([3, 1, 2, 1, 3, 2], [0.9f, 0.05f, 0.05f, 0.2f, 0.2f, 0.6f], 2);
        Assert.Equal(1, metrics.Confusion(0, 0));
        Assert.Equal(1, metrics.Confusion(2, 1));
    }

    [Fact]
    public void OneOutputIsTheLogitOfClassOne()
    {
        var metrics = new ClassificationMetrics(2);
        metrics.Add([0.1f, 0f, -0.1f, 5f], [1, 0, 0.8f, 0.2f], 4);
        Assert.Equal(
            (1L, 1L, 1L, 1L),
            (metrics.Confusion(1, 1), metrics.Confusion(0, 0), metrics.Confusion(1, 0), metrics.Confusion(0, 1))
        );
    }

    [Fact]
    public void NoRowsGiveZeros()
    {
        var metrics = new ClassificationMetrics(2, 2);
        metrics.Add([1, 0], [0], 1);
        metrics.Reset();
        metrics.Add([], [], 0);
        ClassificationResult result = metrics.ToResult();
        Assert.Equal((0L, 0.0, 0.0, 0.0), (result.Count, result.Accuracy, result.TopKAccuracy, result.F1));
        Assert.Equal([0L, 0L], result.Confusion[0]);
    }

    [Theory]
    [InlineData(3f)]
    [InlineData(-1f)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    [InlineData(1e20f)]
    public void TargetsThatAreNoClassAreRefused(float target)
    {
        var error = Assert.Throws<ArgumentException>(() => new ClassificationMetrics(3).Add([1, 2, 3, 4, 5, 6], [0, target], 2));
        Assert.Contains("Row 1: expected a class from 0 to 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LengthsAreChecked()
    {
        var metrics = new ClassificationMetrics(3);
        var error = Assert.Throws<ArgumentException>(() => metrics.Add(new float[5], new float[2], 2));
        Assert.Contains("2 rows of 3, got 5 floats", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => metrics.Add(new float[2], new float[2], 2));
        Assert.Throws<ArgumentException>(() => metrics.Add(new float[6], new float[3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => metrics.Add([], [], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationMetrics(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationMetrics(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => metrics.Confusion(0, 3));
        Assert.Equal(0, metrics.Count);
    }

    [Fact]
    public void AddingAllocatesNothing()
    {
        var metrics = new ClassificationMetrics(10, 5);
        float[] output = Uniform(320, "output", 4);
        float[] target = Uniform(32, "target", 10);
        Assert.Equal(
            0,
            AllocationGauge.OfThread(() =>
            {
                metrics.Add(output, target, 32);
                if (metrics.Score > 2)
                {
                    metrics.Reset();
                }
            })
        );
    }

    private static float[] Uniform(int n, string name, int values)
    {
        float[] x = new float[n];
        RandomStream.For(5, name).Uniform(x);
        return [.. x.Select(u => MathF.Floor(u * values))];
    }

    private static float[] Singles(JsonElement golden, string name) =>
        [.. golden.GetProperty(name).EnumerateArray().Select(x => x.GetSingle())];

    private static void AssertClose(JsonElement expected, double[] actual)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i].GetDouble(), actual[i], 1e-14);
        }
    }
}
