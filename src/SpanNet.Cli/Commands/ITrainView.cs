using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>How a run of <c>train</c> is shown: drawn, in plain lines, or as JSON.</summary>
internal interface ITrainView
{
    /// <summary>Runs <paramref name="fit"/>, showing its progress.</summary>
    FitResult Watch(TrainStart start, Func<IProgress<TrainingProgress>, FitResult> fit);

    /// <summary>Shows the end.</summary>
    void Finish(TrainOutcome outcome);
}
