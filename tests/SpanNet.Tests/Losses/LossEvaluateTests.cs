using SpanNet.Losses;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Losses;

/// <summary>What every loss must hold besides its formula.</summary>
public sealed class LossEvaluateTests
{
    public static TheoryData<string> Cases => [.. LossCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void BatchesAddUpToTheWhole(string name)
    {
        var batch = new LossBatch(LossCases.Of(name), 7, 10, weighted: true);
        LossSum whole = batch.Value();
        LossSum parts = default;
        for (int row = 0; row < 7; row++)
        {
            int width = batch.Target.Length / 7;
            parts += batch.Loss.Evaluate(
                batch.Output.AsSpan(row * 10, 10),
                batch.Target.AsSpan(row * width, width),
                batch.SampleWeights.AsSpan(row, 1),
                default,
                1
            );
        }

        Assert.Equal(whole.Sum, parts.Sum, 1e-12);
        Assert.Equal(whole.Weight, parts.Weight, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ARowsGradientDependsOnTheRowAlone(string name)
    {
        // Weights that leave only one row make the batch's mean that row's.
        var batch = new LossBatch(LossCases.Of(name), 19, 10);
        float[] alone = new float[10];
        int width = batch.Target.Length / 19;
        for (int row = 0; row < 19; row++)
        {
            float[] weights = new float[19];
            weights[row] = 1;
            batch.Loss.Evaluate(batch.Output, batch.Target, weights, batch.Gradient, 19);
            batch.Loss.Evaluate(batch.Output.AsSpan(row * 10, 10), batch.Target.AsSpan(row * width, width), default, alone, 1);
            Assert.True(alone.AsSpan().SequenceEqual(batch.Gradient.AsSpan(row * 10, 10)), $"{name}, row {row}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WithoutAnyWeightTheGradientIsZero(string name)
    {
        var batch = new LossBatch(LossCases.Of(name), 3, 5);
        LossSum sum = batch.Loss.Evaluate(batch.Output, batch.Target, new float[3], batch.Gradient, 3);
        Assert.Equal(default, sum);
        Assert.All(batch.Gradient, g => Assert.Equal(0f, g));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ANaNOutputMakesTheLossNaN(string name)
    {
        foreach (int outputs in (int[])[1, 10, 50])
        {
            var batch = new LossBatch(LossCases.Of(name), 2, outputs);
            batch.Output[outputs - 1] = float.NaN;
            Assert.True(double.IsNaN(batch.Evaluate().Mean), $"{name}, {outputs} outputs");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NothingIsAllocated(string name)
    {
        var batch = new LossBatch(LossCases.Of(name), 5, 50, weighted: true);
        Assert.Equal(0, AllocationGauge.OfThread(() => batch.Evaluate(), calls: 100));
    }

    [Fact]
    public void ExtremeLogitsStayFinite()
    {
        float[] x = [1e4f, -1e4f, 0, -1e30f, 1e30f, 3];
        float[] g = new float[6];
        Assert.Equal(5e3 + 5e29, new SoftmaxCrossEntropy().Evaluate(x, (float[])[2, 2], default, g, 2).Mean, 1e24);
        Assert.Equal([0.5f, 0, -0.5f, 0, 0.5f, -0.5f], g);

        LossSum binary = new BinaryCrossEntropy().Evaluate((float[])[1e4f, -1e4f], (float[])[0, 0], default, g.AsSpan(0, 2), 2);
        Assert.Equal(5e3, binary.Mean);
        Assert.Equal([0.5f, 0f], g[..2]);
    }

    [Fact]
    public void SmallLossesOfTheSureKeepTheirDigits()
    {
        float[] g = new float[1];
        LossSum sum = new BinaryCrossEntropy().Evaluate((float[])[20f], (float[])[1f], default, g, 1);
        Assert.Equal(Math.Exp(-20), sum.Mean, 1e-15);
        Assert.Equal(-Math.Exp(-20), g[0], 1e-15);
    }

    [Theory]
    [InlineData(10f)]
    [InlineData(-1f)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void TargetsThatAreNoClassAreRefused(float target)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new SoftmaxCrossEntropy().Evaluate(new float[30], (float[])[0, 9, target], default, default, 3)
        );
        Assert.Contains($"target {target} in row 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("10 classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HingeRefusesTargetsBesidesPlusAndMinusOne()
    {
        var error = Assert.Throws<ArgumentException>(() => new Hinge().Evaluate(new float[2], (float[])[1, 0], default, default, 2));
        Assert.Contains("target 0 (element 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LengthsThatDoNotFitAreRefused()
    {
        Refused("7 outputs for a batch of 3 rows", output: 7);
        Refused("0 outputs", output: 0);
        Refused("batch of 0 rows", batch: 0);
        Refused("5 targets; expected 6", target: 5);
        Refused("2 sample weights; expected 3", weights: 2);
        Refused("4 gradient elements; expected 6", gradient: 4);

        var error = Assert.Throws<ArgumentException>(() =>
            new SoftmaxCrossEntropy { ClassWeights = [1, 1] }.Evaluate(new float[6], new float[2], default, default, 2)
        );
        Assert.Contains("2 class weights, but the network 3 outputs", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void BadSampleWeightsAreRefused(float weight)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new MeanSquaredError().Evaluate(new float[4], new float[4], (float[])[1, weight], default, 2)
        );
        Assert.Contains($"sample weight {weight} in row 1", error.Message, StringComparison.Ordinal);
    }

    private static void Refused(string expected, int output = 6, int target = 6, int weights = 0, int gradient = 0, int batch = 3)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new MeanSquaredError().Evaluate(new float[output], new float[target], new float[weights], new float[gradient], batch)
        );
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
