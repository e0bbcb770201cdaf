namespace SpanNet.Training;

/// <summary>How a run went. The model holds the best weights, whatever ended it.</summary>
public sealed record FitResult
{
    /// <summary>What ended the run.</summary>
    public required StopReason Reason { get; init; }

    /// <summary>What went wrong, when the loss stopped being finite; else null.</summary>
    public required NonFiniteLossException? Failure { get; init; }

    /// <summary>All epochs that were finished.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    /// <summary>The epoch whose weights the model holds; null when none was finished.</summary>
    public required EpochReport? Best { get; init; }

    /// <summary>Steps that were made.</summary>
    public required long Steps { get; init; }

    /// <summary>Wall time of the whole run.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Bytes that the caller and the team's workers took from the managed heap inside the training loop: 0. The first step of each size of batch is not counted.</summary>
    public required long AllocatedBytes { get; init; }
}
