using SpanNet.Configuration;
using SpanNet.Losses;

namespace SpanNet.Training;

/// <summary>The loss of one output among several.</summary>
/// <param name="Loss">What is made small there.</param>
public sealed record OutputLoss(Loss Loss)
{
    /// <summary>A loss with a weight.</summary>
    public OutputLoss(Loss loss, float weight)
        : this(loss) => Weight = weight;

    /// <summary>Its factor in the sum over all outputs, 0 or more.</summary>
    public float Weight
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    } = 1f;
}
