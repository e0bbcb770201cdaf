using SpanNet.Losses;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Losses;

/// <summary>Value and gradient of every loss against the double reference and its central differences.</summary>
public sealed class LossReferenceTests
{
    public static TheoryData<string> Cases => [.. LossCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValueAgreesWithTheReference(string name)
    {
        LossCase c = LossCases.Of(name);
        for (int rows = 1; rows <= 33; rows++)
        {
            for (int outputs = 1; outputs <= 40; outputs++)
            {
                CompareValue(c, new LossBatch(c, rows, outputs, weighted: outputs % 2 == 0), outputs);
            }
        }

        foreach (int outputs in (int[])[63, 64, 65, 100, 1000, 5000, 10_000])
        {
            CompareValue(c, new LossBatch(c, 2, outputs), outputs);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientAgreesWithCentralDifferences(string name)
    {
        LossCase c = LossCases.Of(name);
        foreach (int rows in (int[])[1, 2, 5])
        {
            for (int outputs = 1; outputs <= 40; outputs++)
            {
                CompareGradient(c, new LossBatch(c, rows, outputs, weighted: rows > 1), outputs);
            }
        }

        for (int rows = 3; rows <= 33; rows++)
        {
            CompareGradient(c, new LossBatch(c, rows, 3), 3);
        }

        CompareGradient(c, new LossBatch(c, 1, 100), 100);
    }

    private static void CompareValue(LossCase c, LossBatch batch, int outputs)
    {
        double expected = c.Mean(batch.WideOutput, batch.WideTarget, batch.WideWeights, outputs);
        LossSum actual = batch.Value();
        Assert.True(
            Math.Abs(expected - actual.Mean) <= 2e-6 * Math.Max(1, expected),
            $"{c.Name}, [{batch.Rows}, {outputs}]: expected {expected:R}, got {actual.Mean:R}"
        );
        Assert.Equal(actual, batch.Evaluate());
    }

    private static void CompareGradient(LossCase c, LossBatch batch, int outputs)
    {
        batch.Evaluate();
        double[] target = batch.WideTarget;
        double[] weights = batch.WideWeights;
        GradientError worst = GradientCheck.Worst(x => c.Mean(x, target, weights, outputs), batch.WideOutput, batch.Gradient);
        bool isConstant = batch.Gradient.All(g => Math.Abs(g) < 1e-6);
        Assert.True(isConstant ? Math.Abs(worst.Numeric) < 1e-6 : worst.Relative < 2e-4, $"{c.Name}, [{batch.Rows}, {outputs}]: {worst}");
    }
}
