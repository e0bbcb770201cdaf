namespace SpanNet.Reference.Optimizers;

/// <summary>
/// One optimizer step per parameter in double: cut, scale to the norm, add the penalties' gradients, decay, move. The first
/// <see cref="Decayed"/> parameters are penalized.
/// </summary>
public abstract class ReferenceOptimizer
{
    public double LearningRate { get; set; }

    public double L1 { get; set; }

    public double L2 { get; set; }

    public double WeightDecay { get; set; }

    public double ClipNorm { get; set; } = double.PositiveInfinity;

    public double ClipValue { get; set; } = double.PositiveInfinity;

    public int Decayed { get; set; }

    /// <summary>Step number <paramref name="t"/>, counted from 1.</summary>
    public void Step(double[] w, double[] gradients, int t)
    {
        double[] g = new double[w.Length];
        for (int i = 0; i < w.Length; i++)
        {
            g[i] = Math.Clamp(gradients[i], -ClipValue, ClipValue);
        }

        double squares = 0;
        for (int i = 0; i < w.Length; i++)
        {
            squares += g[i] * g[i];
        }

        double norm = Math.Sqrt(squares);
        if (norm > ClipNorm)
        {
            for (int i = 0; i < w.Length; i++)
            {
                g[i] *= ClipNorm / norm;
            }
        }

        Prepare(w.Length);
        for (int i = 0; i < w.Length; i++)
        {
            if (i < Decayed)
            {
                g[i] += (L2 * w[i]) + (L1 * Math.Sign(w[i]));
                w[i] -= LearningRate * WeightDecay * w[i];
            }

            w[i] -= LearningRate * Direction(i, g[i], t);
        }
    }

    /// <summary>Makes the state, all 0, before the first step.</summary>
    protected abstract void Prepare(int parameters);

    /// <summary>The direction to move parameter <paramref name="i"/> against.</summary>
    protected abstract double Direction(int i, double g, int t);
}
