namespace SpanNet.Training;

/// <summary>Where a run stands. Reported some times a second, and once at the end of every epoch with <see cref="Epoch"/> set.</summary>
/// <param name="EpochNumber">The epoch, counted from 1.</param>
/// <param name="Epochs">Most epochs.</param>
/// <param name="Samples">Samples learned from in this epoch.</param>
/// <param name="EpochSamples">Samples of an epoch.</param>
/// <param name="Elapsed">Time since the run began.</param>
/// <param name="Epoch">What the epoch brought, when it is over.</param>
public readonly record struct TrainingProgress(
    int EpochNumber,
    int Epochs,
    int Samples,
    int EpochSamples,
    TimeSpan Elapsed,
    EpochReport? Epoch
);
