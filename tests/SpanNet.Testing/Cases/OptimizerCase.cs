using SpanNet.Optimizers;
using SpanNet.Reference.Optimizers;

namespace SpanNet.Testing.Cases;

/// <summary>An optimizer of the catalog and its double reference with the customary options.</summary>
/// <param name="Optimizer">The optimizer; its kind is the case's name.</param>
/// <param name="Reference">Makes the reference, its state at 0.</param>
public sealed record OptimizerCase(Optimizer Optimizer, Func<ReferenceOptimizer> Reference)
{
    /// <summary>The reference of <paramref name="optimizer"/>, which is this case's optimizer with other shared options.</summary>
    public ReferenceOptimizer ReferenceOf(Optimizer optimizer, int decayed)
    {
        ReferenceOptimizer reference = Reference();
        reference.LearningRate = optimizer.LearningRate;
        reference.L1 = optimizer.L1;
        reference.L2 = optimizer.L2;
        reference.WeightDecay = optimizer.WeightDecay;
        reference.ClipNorm = optimizer.ClipNorm;
        reference.ClipValue = optimizer.ClipValue;
        reference.Decayed = decayed;
        return reference;
    }
}
