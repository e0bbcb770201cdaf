namespace SpanNet.Training;

/// <summary>What one epoch brought.</summary>
public sealed record EpochReport
{
    /// <summary>The epoch, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Mean loss over the epoch's steps, each before its update.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Accuracy, or R², over the epoch's steps.</summary>
    public required double TrainScore { get; init; }

    /// <summary>Mean loss on the validation part; null without one.</summary>
    public required double? ValidationLoss { get; init; }

    /// <summary>Accuracy, or R², on the validation part; null without one.</summary>
    public required double? ValidationScore { get; init; }

    /// <summary>Samples per second of training, validation not counted.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Every output by itself, in the order of the network. The scores above are those of the first; the losses the weighted sums.</summary>
    public IReadOnlyList<OutputReport> Outputs { get; init; } = [];

    /// <summary>Whether these weights are the best so far.</summary>
    public required bool IsBest { get; init; }
}
