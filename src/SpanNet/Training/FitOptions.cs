using SpanNet.Configuration;
using SpanNet.Data;

namespace SpanNet.Training;

/// <summary>What <see cref="Trainer.Fit"/> does beside its steps, and when it ends.</summary>
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

    /// <summary>What is done to every batch of the training data, in this order: <see cref="Mixup"/>, <see cref="CutOut"/>.</summary>
    public IReadOnlyList<BatchChange> Changes { get; init; } = [];

    /// <summary>
    /// The decay of a <see cref="WeightAverage"/> over the steps of the run, from 0 to below 1; null: none. With it the averaged weights are
    /// those that are validated, compared for the best epoch and kept in the model; training losses and scores are those of the weights that learn.
    /// </summary>
    public float? AverageDecay
    {
        get;
        init => field = value is float decay ? OptionRange.Fraction.Check(decay) : null;
    }
}
