namespace SpanNet.Reference.Optimizers;

/// <summary>v = alpha v + (1 - alpha) g²; direction g / (√v + epsilon).</summary>
public sealed class RmsPropReference(double alpha, double epsilon) : ReferenceOptimizer
{
    private double[]? v;

    protected override void Prepare(int parameters) => v ??= new double[parameters];

    protected override double Direction(int i, double g, int t)
    {
        v![i] = (alpha * v[i]) + ((1 - alpha) * g * g);
        return g / (Math.Sqrt(v[i]) + epsilon);
    }
}
