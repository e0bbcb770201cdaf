using SpanNet.Kernels.Losses;

namespace SpanNet.Losses;

/// <summary>Mean of max(0, 1 − x·y) for targets y of −1 and 1, every output a classifier of its own. Cortes and Vapnik 1995.</summary>
public sealed record Hinge : ElementLoss
{
    /// <inheritdoc/>
    public override string Kind => "hinge";

    /// <inheritdoc/>
    public override LossSum Evaluate(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        Span<float> gradient,
        int batch
    )
    {
        for (int i = 0; i < target.Length; i++)
        {
            if (Math.Abs(target[i]) != 1f)
            {
                throw new ArgumentException($"The loss 'hinge' got target {target[i]} (element {i} of the batch); expected -1 or 1.");
            }
        }

        return Evaluate(new HingeError(), output, target, sampleWeights, gradient, batch);
    }
}
