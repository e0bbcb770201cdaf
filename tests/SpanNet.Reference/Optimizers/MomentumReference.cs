namespace SpanNet.Reference.Optimizers;

/// <summary>v = mu v + g; direction v.</summary>
public sealed class MomentumReference(double mu) : ReferenceOptimizer
{
    private double[]? v;

    protected override void Prepare(int parameters) => v ??= new double[parameters];

    protected override double Direction(int i, double g, int t)
    {
        v![i] = (mu * v[i]) + g;
        return v[i];
    }
}
