using System.Globalization;
using SpanNet.Cli.Reports;

namespace SpanNet.Cli.Commands;

/// <summary>Predictions as a table: the most probable classes, best first ("97.3 %  7"), or the numbers.</summary>
internal sealed class PredictTable(Terminal terminal, int top) : IPredictView
{
    private readonly List<Prediction> predictions = [];

    /// <inheritdoc/>
    public void Show(Prediction prediction) => predictions.Add(prediction);

    /// <inheritdoc/>
    public void Finish()
    {
        if (predictions.Count == 0)
        {
            return;
        }

        bool hasRows = predictions.Exists(prediction => prediction.Row is not null);
        int shown = predictions[0].ClassNames is { } names ? Math.Min(top, names.Count) : predictions[0].Values.Length;
        ReportColumn[] origin = hasRows ? [new("file", IsNumber: false), new("row")] : [new("file", IsNumber: false)];
        IEnumerable<ReportColumn> answers = Enumerable
            .Range(1, shown)
            .Select(i => new ReportColumn(Heading(i, predictions[0]), IsNumber: false));
        Report.On(terminal).Table(new ReportTable(null, [.. origin, .. answers], [.. predictions.Select(p => Row(p, hasRows))]));
    }

    private static string Heading(int rank, Prediction prediction) =>
        prediction.ClassNames is null ? "prediction"
        : rank == 1 ? "most probable"
        : "then";

    private IReadOnlyList<ReportCell> Row(Prediction prediction, bool hasRow)
    {
        ReportCell file = new(Path.GetFileName(prediction.File));
        ReportCell[] origin = hasRow ? [file, new($"{prediction.Row}", Tone.Quiet)] : [file];
        IEnumerable<ReportCell> answers = prediction.ClassNames is null
            ? prediction.Values.Select(value => new ReportCell(Figures.Real(value), Tone.Good))
            : prediction.Top(top).Select((answer, i) => new ReportCell(Text(answer), i == 0 ? Tone.Good : Tone.Quiet));
        return [.. origin, .. answers];
    }

    private static string Text((string Name, float Probability) answer) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * answer.Probability, 5:0.0} %  {answer.Name}");
}
