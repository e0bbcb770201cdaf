using System.Globalization;
using SpanNet.Cli.Reports;
using SpanNet.Metrics;
using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>Shows how good a model is.</summary>
internal static class EvaluationReport
{
    /// <summary>A confusion matrix of more classes is too wide to read.</summary>
    private const int MostColumns = 20;

    /// <summary>Longest class name above a column of the confusion matrix; longer ones give way to numbers.</summary>
    private const int LongestHeading = 5;

    /// <summary>Writes the figures, and for classes the confusion matrix and, if wanted, a row for each.</summary>
    public static void Write(IReport report, string name, Evaluation evaluation, IReadOnlyList<string>? classNames, bool perClass)
    {
        if (evaluation.Metric is RegressionMetrics regression)
        {
            RegressionResult r = regression.ToResult();
            report.Facts(
                (
                    name,
                    $"R2 {Figures.Real(r.R2)}, RMSE {Figures.Real(r.RootMeanSquaredError)}, MAE {Figures.Real(r.MeanAbsoluteError)}, "
                        + $"MSE {Figures.Real(r.MeanSquaredError)}, loss {Figures.Real(evaluation.Loss)}, {Figures.Count(r.Count)} samples"
                )
            );
            return;
        }

        ClassificationResult result = ((ClassificationMetrics)evaluation.Metric).ToResult();
        IReadOnlyList<string> names = classNames ?? [.. Enumerable.Range(0, result.Classes.Count).Select(Number)];
        report.Facts(
            (
                name,
                $"accuracy {Figures.Percent(result.Accuracy)}, loss {Figures.Real(evaluation.Loss)}, "
                    + $"top-{result.TopK} {Figures.Percent(result.TopKAccuracy)}, {Figures.Count(result.Count)} samples"
            )
        );
        if (perClass)
        {
            report.Facts(
                (
                    "mean",
                    $"precision {Figures.Percent(result.Precision)}, recall {Figures.Percent(result.Recall)}, F1 {Figures.Percent(result.F1)}"
                )
            );
            report.Table(Classes(result, names));
        }

        if (names.Count <= MostColumns)
        {
            report.Table(Confusion(result, names));
        }
    }

    private static ReportTable Classes(ClassificationResult result, IReadOnlyList<string> names) =>
        new(
            "each class",
            [new("class", IsNumber: false), new("precision"), new("recall"), new("F1"), new("samples")],
            [
                .. result.Classes.Select(
                    (c, i) =>
                        (IReadOnlyList<ReportCell>)
                            [
                                names[i],
                                Figures.Percent(c.Precision),
                                Figures.Percent(c.Recall),
                                Figures.Percent(c.F1),
                                new(Figures.Count(c.Support), Tone.Quiet),
                            ]
                ),
            ]
        );

    private static ReportTable Confusion(ClassificationResult result, IReadOnlyList<string> names)
    {
        bool isShort = names.All(name => name.Length <= LongestHeading);
        IEnumerable<ReportColumn> columns = names.Select((name, i) => new ReportColumn(isShort ? name : Number(i), Width: 3));
        return new ReportTable(
            "confusion: true classes down, predicted across",
            [new("", IsNumber: false), .. columns],
            [
                .. result.Confusion.Select(
                    (row, truth) =>
                        (IReadOnlyList<ReportCell>)
                            [
                                new(isShort ? names[truth] : $"{Number(truth)} {names[truth]}", Tone.Quiet),
                                .. row.Select((count, predicted) => Cell(count, truth == predicted)),
                            ]
                ),
            ]
        );
    }

    private static ReportCell Cell(long count, bool isRight) =>
        new(
            count.ToString(CultureInfo.InvariantCulture),
            isRight ? Tone.Good
                : count == 0 ? Tone.Quiet
                : Tone.Bad
        );

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
