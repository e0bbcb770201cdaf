using System.Diagnostics;
using System.Globalization;
using SpanNet.Cli.Reports;
using SpanNet.Training;
using Spectre.Console;

namespace SpanNet.Cli.Commands;

/// <summary>
/// A run drawn in place: the last epochs as a table, below them the progress. It draws at most some times a second, because drawing
/// takes longer than an epoch of a small network.
/// </summary>
internal sealed class TrainConsole(TextWriter output) : ITrainView, IProgress<TrainingProgress>
{
    private const int ShownEpochs = 10;
    private const int BarWidth = 40;

    private static readonly TimeSpan drawInterval = TimeSpan.FromMilliseconds(100);

    private readonly DrawnReport report = new(output);
    private readonly Queue<EpochReport> last = [];
    private EpochColumns? epochs;
    private LiveDisplayContext? live;
    private TrainingProgress now;
    private long drawn;

    /// <inheritdoc/>
    public FitResult Watch(TrainStart start, Func<IProgress<TrainingProgress>, FitResult> fit)
    {
        TrainReport.Begin(report, start);
        epochs = new EpochColumns(start);
        return report
            .Console.Live(new Text(""))
            .Start(context =>
            {
                live = context;
                FitResult result = fit(this);
                context.UpdateTarget(new Rows(Table(), new Text("  " + TrainReport.Reason(result, start.Settings))));
                context.Refresh();
                return result;
            });
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        now = value;
        if (value.Epoch is not null)
        {
            last.Enqueue(value.Epoch);
            if (last.Count > ShownEpochs)
            {
                last.Dequeue();
            }
        }

        if (Stopwatch.GetElapsedTime(drawn) >= drawInterval)
        {
            live?.UpdateTarget(new Rows(Table(), Progress()));
            live?.Refresh();
            drawn = Stopwatch.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public void Finish(TrainOutcome outcome)
    {
        report.Line("");
        TrainReport.End(report, outcome);
    }

    private Table Table() => DrawnReport.Draw(new ReportTable(null, epochs!.Columns, [.. last.Select(epochs.Row)]));

    private Paragraph Progress()
    {
        double done = (now.EpochNumber - 1 + ((double)now.Samples / now.EpochSamples)) / now.Epochs;
        int filled = (int)(done * BarWidth);
        TimeSpan left = done > 0 ? (now.Elapsed / done) - now.Elapsed : TimeSpan.Zero;
        double samples = ((now.EpochNumber - 1.0) * now.EpochSamples) + now.Samples;
        return new Paragraph()
            .Append($"  epoch {now.EpochNumber}/{now.Epochs}  ")
            .Append(new string('━', filled), DrawnReport.StyleOf(Tone.Good))
            .Append(new string('━', BarWidth - filled), DrawnReport.StyleOf(Tone.Quiet))
            .Append(string.Create(CultureInfo.InvariantCulture, $"  {100 * done:0} %"))
            .Append($"  {Figures.Count(samples / now.Elapsed.TotalSeconds)} samples/s", DrawnReport.StyleOf(Tone.Quiet))
            .Append($"  ETA {Figures.Time(left)}");
    }
}
