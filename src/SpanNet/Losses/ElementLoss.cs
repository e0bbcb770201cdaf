using SpanNet.Kernels.Losses;

namespace SpanNet.Losses;

/// <summary>A loss that is the mean of a function of one output and its target, over all rows and outputs (PyTorch's 'mean').</summary>
public abstract record ElementLoss : Loss
{
    /// <summary>The whole of <see cref="Loss.Evaluate"/> for the function <paramref name="element"/>. A sample weight weighs every output of its row.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit, or a weight is negative or not finite.</exception>
    protected LossSum Evaluate<TElement>(
        TElement element,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        Span<float> gradient,
        int batch
    )
        where TElement : struct, IElementLoss
    {
        int outputs = CheckLengths(output, target, sampleWeights, gradient, batch);
        double weight = TotalWeight(sampleWeights, batch) * outputs;
        return new(ElementLossRows.Evaluate(element, output, target, sampleWeights, InverseOf(weight), gradient, outputs), weight);
    }
}
