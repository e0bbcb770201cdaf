namespace SpanNet.Losses;

/// <summary>How the targets of a <see cref="SoftmaxCrossEntropy"/> are given.</summary>
public enum ClassTargets
{
    /// <summary>One float per row: the index of its class.</summary>
    Index,

    /// <summary>One float per row and class: the probability of the class.</summary>
    Probabilities,
}
