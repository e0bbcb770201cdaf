namespace SpanNet.Reference.Optimizers;

/// <summary>m = β1 m + (1 - β1) g; v = β2 v + (1 - β2) g²; direction (m / (1 - β1ᵗ)) / (√(v / (1 - β2ᵗ)) + epsilon).</summary>
public sealed class AdamReference(double beta1, double beta2, double epsilon) : ReferenceOptimizer
{
    private double[]? m;
    private double[]? v;

    protected override void Prepare(int parameters)
    {
        m ??= new double[parameters];
        v ??= new double[parameters];
    }

    protected override double Direction(int i, double g, int t)
    {
        m![i] = (beta1 * m[i]) + ((1 - beta1) * g);
        v![i] = (beta2 * v[i]) + ((1 - beta2) * g * g);
        double mean = m[i] / (1 - Math.Pow(beta1, t));
        double square = v[i] / (1 - Math.Pow(beta2, t));
        return mean / (Math.Sqrt(square) + epsilon);
    }
}
