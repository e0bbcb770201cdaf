namespace SpanNet.Reference.Optimizers;

/// <summary>s = s + g²; direction g / (√s + epsilon).</summary>
public sealed class AdagradReference(double epsilon) : ReferenceOptimizer
{
    private double[]? s;

    protected override void Prepare(int parameters) => s ??= new double[parameters];

    protected override double Direction(int i, double g, int t)
    {
        s![i] += g * g;
        return g / (Math.Sqrt(s[i]) + epsilon);
    }
}
