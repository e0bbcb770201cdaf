using SpanNet.Kernels.Losses;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Tests.Losses;

/// <summary>The kernels of all losses give the same bits at every vector width.</summary>
public sealed class LossKernelWidthTests
{
    private const int Rows = 18;

    private static readonly int[] Columns = [.. Enumerable.Range(1, 40), 63, 64, 65, 100, 5000];

    [Fact]
    public void CrossEntropy()
    {
        foreach (int n in Columns)
        {
            var random = new Random(n);
            float[] x = Values(random, Rows * n, 5);
            float[] weights = [.. Values(random, n, 1).Select(MathF.Abs)];
            float[] indices = [.. Enumerable.Range(0, Rows).Select(_ => (float)random.Next(n))];
            float[] shares = [.. Values(random, Rows * n, 1).Select(MathF.Abs)];

            Same((g, w) => Indices(x, g, indices, [], w, n));
            Same((g, w) => Indices(x, g, indices, weights, w, n));
            Same((g, w) => Smoothed(x, g, indices, [], w, n));
            Same((g, w) => Smoothed(x, g, indices, weights, w, n));
            Same((g, w) => Probabilities(x, g, shares, [], w, n));
            Same((g, w) => Probabilities(x, g, shares, weights, w, n));

            void Same(Func<float[], int, double> run) => SameAtAllWidths(run, Rows * n);
        }
    }

    [Fact]
    public void Elements()
    {
        foreach (int n in Columns)
        {
            var random = new Random(n);
            float[] x = Values(random, Rows * n, 3);
            float[] y = Values(random, Rows * n, 1);
            SameAtAllWidths((g, w) => Element(new SquaredError(), x, y, g, w, n), Rows * n);
            SameAtAllWidths((g, w) => Element(new AbsoluteError(), x, y, g, w, n), Rows * n);
            SameAtAllWidths((g, w) => Element(new HuberError(0.7f), x, y, g, w, n), Rows * n);
            SameAtAllWidths((g, w) => Element(new HingeError(), x, y, g, w, n), Rows * n);
            SameAtAllWidths((g, w) => Element(new LogisticError(1.5f), x, y, g, w, n), Rows * n);
        }
    }

    private static void SameAtAllWidths(Func<float[], int, double> run, int length)
    {
        float[] expected = new float[length];
        double sum = run(expected, 1);
        foreach (int width in (int[])[4, 8, 16])
        {
            float[] gradient = new float[length];
            Assert.Equal(sum, run(gradient, width));
            Assert.True(expected.AsSpan().SequenceEqual(gradient), $"gradient of {length} elements, {width} lanes");
        }
    }

    private static double Indices(float[] x, float[] g, float[] indices, float[] weights, int width, int n)
    {
        var kernel = new CrossEntropyKernel<IndexTarget>(Batch(x, g, n), new IndexTarget(indices, weights));
        Run(ref kernel, width);
        return kernel.Result;
    }

    private static double Smoothed(float[] x, float[] g, float[] indices, float[] weights, int width, int n)
    {
        var kernel = new CrossEntropyKernel<SmoothedIndexTarget>(Batch(x, g, n), new SmoothedIndexTarget(indices, weights, 0.1f, n));
        Run(ref kernel, width);
        return kernel.Result;
    }

    private static double Probabilities(float[] x, float[] g, float[] targets, float[] weights, int width, int n)
    {
        var kernel = new CrossEntropyKernel<ProbabilityTarget>(Batch(x, g, n), new ProbabilityTarget(targets, weights, 0.1f, n));
        Run(ref kernel, width);
        return kernel.Result;
    }

    private static double Element<TLoss>(TLoss loss, float[] x, float[] y, float[] g, int width, int n)
        where TLoss : struct, IElementLoss
    {
        var kernel = new ElementLossKernel<TLoss>(loss, x, y, [], 0.3, g, n);
        Run(ref kernel, width);
        return kernel.Result;
    }

    private static CrossEntropyBatch Batch(float[] x, float[] g, int n) =>
        new()
        {
            Logits = x,
            Classes = n,
            Scale = 0.3,
            Gradient = g,
        };

    private static void Run<TKernel>(ref TKernel kernel, int width)
        where TKernel : struct, ISimdKernel, allows ref struct
    {
        switch (width)
        {
            case 1:
                kernel.Run<Simd1>();
                break;
            case 4:
                kernel.Run<Simd128>();
                break;
            case 8:
                kernel.Run<Simd256>();
                break;
            default:
                kernel.Run<Simd512>();
                break;
        }
    }

    private static float[] Values(Random random, int length, float scale) =>
        [.. Enumerable.Range(0, length).Select(_ => scale * ((2 * random.NextSingle()) - 1))];
}
