using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>
/// Lets the learning rate fall in a straight line, epoch by epoch: rate · (1 − epochs done / epochs), so that the last steps are
/// small enough to settle.
/// </summary>
internal sealed class FallingRate(Trainer trainer, IProgress<TrainingProgress> view) : IProgress<TrainingProgress>
{
    private readonly float first = trainer.LearningRate;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Epoch is not null)
        {
            trainer.LearningRate = first * (1 - ((float)value.EpochNumber / value.Epochs));
        }

        view.Report(value);
    }
}
