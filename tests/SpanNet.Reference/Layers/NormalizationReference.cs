namespace SpanNet.Reference.Layers;

/// <summary>
/// y = (x − μ) / √(σ² + ε) · w + b, where μ and σ² are those of the set of elements that an element belongs to. Every normalization is this
/// with other sets. The gradient is the product with the full Jacobian of each set.
/// </summary>
/// <param name="channels">Length of the last axis, which w and b belong to.</param>
/// <param name="setOf">The number of the set of each element of a batch.</param>
/// <param name="epsilon">ε.</param>
/// <param name="isCentered">False: μ is 0 and there is no b.</param>
public sealed class NormalizationReference(int channels, Func<int, int> setOf, double epsilon, bool isCentered = true) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p)
    {
        double[] y = new double[x[0].Length];
        foreach (int[] set in Sets(x[0].Length))
        {
            (double mean, double inverse) = Moments(x[0], set);
            foreach (int i in set)
            {
                y[i] = ((x[0][i] - mean) * inverse * p[0][i % channels]) + (isCentered ? p[1][i % channels] : 0);
            }
        }

        return y;
    }

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        foreach (int[] set in Sets(x[0].Length))
        {
            (double mean, double inverse) = Moments(x[0], set);
            double n = set.Length;
            foreach (int i in set)
            {
                double normal = (x[0][i] - mean) * inverse;
                dp[0][i % channels] += dy[i] * normal;
                if (isCentered)
                {
                    dp[1][i % channels] += dy[i];
                }

                foreach (int k in set)
                {
                    double slope = (i == k ? 1 : 0) - (isCentered ? 1 / n : 0) - (normal * (x[0][k] - mean) * inverse / n);
                    dx[0][k] += dy[i] * p[0][i % channels] * inverse * slope;
                }
            }
        }
    }

    private IEnumerable<int[]> Sets(int length) => Enumerable.Range(0, length).GroupBy(setOf).Select(set => set.ToArray());

    private (double Mean, double Inverse) Moments(double[] x, int[] set)
    {
        double mean = isCentered ? set.Average(i => x[i]) : 0;
        return (mean, 1 / Math.Sqrt(set.Average(i => (x[i] - mean) * (x[i] - mean)) + epsilon));
    }
}
