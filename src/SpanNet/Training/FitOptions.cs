namespace SpanNet.Training;

/// <summary>When <see cref="Trainer.Fit"/> ends.</summary>
public sealed record FitOptions
{
    /// <summary>Most passes over the training data.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Epochs without an improvement after which the run ends; null: never.</summary>
    public int? Patience { get; init; }

    /// <summary>By how much the loss must fall to count as an improvement.</summary>
    public double MinimumDelta { get; init; }

    /// <summary>The run ends when the score (accuracy, or R²) of the validation part reaches this; null: never.</summary>
    public double? TargetScore { get; init; }

    /// <summary>The run ends when the loss on the validation part falls to this; null: never.</summary>
    public double? TargetLoss { get; init; }
}
