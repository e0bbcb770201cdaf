using SpanNet.Cli.Sources;
using SpanNet.Optimizers;

namespace SpanNet.Cli.Commands;

/// <summary>What one run of <c>train</c> is to do: the command line with its gaps filled.</summary>
internal sealed record TrainSettings
{
    /// <summary>The data.</summary>
    public required DataChoice Data { get; init; }

    /// <summary>Name or file of the network.</summary>
    public required string Network { get; init; }

    /// <summary>How weights follow from gradients.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>Whether the learning rate falls to 0 over the epochs; see <see cref="FallingRate"/>.</summary>
    public required bool RateFalls { get; init; }

    /// <summary>Kind of the loss; null: the one that suits the data.</summary>
    public required string? Loss { get; init; }

    /// <summary>Label smoothing of that usual loss; a loss that was named is taken as it is.</summary>
    public required double LabelSmoothing { get; init; }

    /// <summary>The model file whose network and weights are gone on with; null: random weights.</summary>
    public required string? From { get; init; }

    /// <summary>The layers that keep their weights; see <see cref="Training.TrainerOptions.Frozen"/>.</summary>
    public required IReadOnlyList<string> Frozen { get; init; }

    /// <summary>α of the mixtures of samples; null: none.</summary>
    public required double? Mixup { get; init; }

    /// <summary>Side of the square that is cut out of pictures; null: none is.</summary>
    public required int? CutOut { get; init; }

    /// <summary>Decay of the averaged weights; null: the weights of the last step count.</summary>
    public required double? AverageDecay { get; init; }

    /// <summary>Most passes over the training part.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples per step.</summary>
    public required int Batch { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Threads; null: one per core.</summary>
    public required int? Threads { get; init; }

    /// <summary>Epochs without an improvement after which the run ends.</summary>
    public required int Patience { get; init; }

    /// <summary>Score on the validation part at which the run ends; null: never.</summary>
    public required double? TargetScore { get; init; }

    /// <summary>The model file to write.</summary>
    public required string ModelFile { get; init; }
}
