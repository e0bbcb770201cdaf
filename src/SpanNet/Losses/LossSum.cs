namespace SpanNet.Losses;

/// <summary>A loss over some rows, in a form that adds up over batches.</summary>
/// <param name="Sum">Σ weight · loss of the row.</param>
/// <param name="Weight">Σ weight.</param>
public readonly record struct LossSum(double Sum, double Weight)
{
    /// <summary>The mean, Sum / Weight.</summary>
    public double Mean => Sum / Weight;

    /// <summary>The loss over the rows of both.</summary>
    public static LossSum operator +(LossSum a, LossSum b) => new(a.Sum + b.Sum, a.Weight + b.Weight);
}
