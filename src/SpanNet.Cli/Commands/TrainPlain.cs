using SpanNet.Cli.Reports;
using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>A run in plain lines, one per epoch.</summary>
internal sealed class TrainPlain(TextWriter output) : ITrainView, IProgress<TrainingProgress>
{
    private readonly PlainReport report = new(output);
    private EpochColumns? epochs;

    /// <inheritdoc/>
    public FitResult Watch(TrainStart start, Func<IProgress<TrainingProgress>, FitResult> fit)
    {
        TrainReport.Begin(report, start);
        epochs = new EpochColumns(start);
        report.Line("");
        report.Header(epochs.Columns);
        FitResult result = fit(this);
        report.Line(TrainReport.Reason(result, start.Settings));
        return result;
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Epoch is not null && epochs is not null)
        {
            report.Row(epochs.Columns, epochs.Row(value.Epoch));
        }
    }

    /// <inheritdoc/>
    public void Finish(TrainOutcome outcome)
    {
        report.Line("");
        TrainReport.End(report, outcome);
    }
}
