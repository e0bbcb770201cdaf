using System.Globalization;
using SpanNet.Cli.Reports;
using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>The table of epochs: what its columns are, and what an epoch looks like in it.</summary>
internal sealed class EpochColumns(TrainStart start)
{
    private readonly bool hasClasses = start.HasClasses;
    private readonly bool hasValidation = start.Data.Parts.Validation.Count > 0;

    /// <summary>The columns; those of the validation part only where there is one.</summary>
    public IReadOnlyList<ReportColumn> Columns
    {
        get
        {
            string score = hasClasses ? "accuracy" : "R2";
            ReportColumn[] train = [new("epoch", Width: 5), new("train loss", Width: 10), new(score, Width: 9)];
            ReportColumn[] validation = hasValidation ? [new("validation loss", Width: 15), new(score, Width: 9)] : [];
            return [.. train, .. validation, new("samples/s", Width: 11), new("", IsNumber: false, Width: 4)];
        }
    }

    /// <summary>One row.</summary>
    public IReadOnlyList<ReportCell> Row(EpochReport epoch)
    {
        Tone tone = epoch.IsBest ? Tone.Good : Tone.Normal;
        ReportCell[] train =
        [
            new(epoch.Number.ToString(CultureInfo.InvariantCulture), Tone.Quiet),
            new(Figures.Real(epoch.TrainLoss)),
            new(Figures.Score(epoch.TrainScore, hasClasses)),
        ];
        ReportCell[] validation = hasValidation
            ?
            [
                new(Figures.Real(epoch.ValidationLoss ?? double.NaN), tone),
                new(Figures.Score(epoch.ValidationScore ?? double.NaN, hasClasses), tone),
            ]
            : [];
        return
        [
            .. train,
            .. validation,
            new(Figures.Count(epoch.SamplesPerSecond), Tone.Quiet),
            new(epoch.IsBest ? "best" : "", Tone.Good),
        ];
    }
}
