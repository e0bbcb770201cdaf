namespace SpanNet.Reference.Optimizers;

/// <summary>Direction g.</summary>
public sealed class SgdReference : ReferenceOptimizer
{
    protected override void Prepare(int parameters) { }

    protected override double Direction(int i, double g, int t) => g;
}
