using SpanNet.Optimizers;
using SpanNet.Reference.Optimizers;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Optimizers;

/// <summary>A hundred steps of every optimizer with every shared option against the double reference.</summary>
public sealed class OptimizerReferenceTests
{
    private const int Steps = 100;

    public static TheoryData<string, string> KindsAndVariants
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (OptimizerCase c in OptimizerCases.All)
            {
                foreach (string variant in OptimizerCases.Variants.Keys)
                {
                    data.Add(c.Optimizer.Kind, variant);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndVariants))]
    public void AgreesWithTheReference(string kind, string variant)
    {
        OptimizerCase c = OptimizerCases.Of(kind);
        Optimizer optimizer = OptimizerCases.Variants[variant](c.Optimizer);

        // Every tail of every vector width, and the border between decayed and other parameters anywhere.
        foreach (int length in (int[])[.. Enumerable.Range(1, 18), 31, 32, 33, 100, 4099])
        {
            foreach (int decayed in (int[])[length / 3, length])
            {
                Compare(optimizer, c.ReferenceOf(optimizer, decayed), length, decayed);
            }
        }
    }

    [Fact]
    public void TheNormIsThatOfTheWholeGradient()
    {
        // More segments than the sum has partial results, and a last one that is not full.
        foreach (int length in (int[])[8191, 8193, 70_000, 600_001])
        {
            float[] g = OptimizerRun.Values(length, length);
            var run = new OptimizerRun(new Sgd { LearningRate = 1f, ClipNorm = 2f }, new float[length], length);
            run.Step(g);
            Assert.Equal(2, Math.Sqrt(run.Parameters.Sum(w => (double)w * w)), 1e-6);
        }
    }

    private static void Compare(Optimizer optimizer, ReferenceOptimizer reference, int length, int decayed)
    {
        float[] start = OptimizerRun.Values(length, length);
        var run = new OptimizerRun(optimizer, start, decayed);
        double[] expected = [.. start.Select(x => (double)x)];
        int steps = length > 1000 ? Steps / 10 : Steps;
        double travelled = 0;

        for (int t = 1; t <= steps; t++)
        {
            // Gradients of changing size, so that clipping acts on some steps and not on others.
            float[] g = OptimizerRun.Values(length, (1000 * length) + t, t % 7 * 0.3f);
            run.Step(g);
            reference.Step(expected, [.. g.Select(x => (double)x)], t);
            travelled += optimizer.LearningRate;
        }

        for (int i = 0; i < length; i++)
        {
            // Rounding of a hundred sums of parameters below 2, and of steps about as long as the rate.
            double tolerance = (steps * 6e-8 * Math.Max(1, Math.Abs(expected[i]))) + (1e-5 * travelled);
            Assert.True(
                Math.Abs(expected[i] - run.Parameters[i]) <= tolerance,
                $"{optimizer.Kind}, parameter {i} of {length} (decayed {decayed}): expected {expected[i]:R}, got {run.Parameters[i]:R}"
            );
        }
    }
}
