using SpanNet.Cli.Sources;
using SpanNet.Models;
using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>What is known before the first step.</summary>
internal sealed record TrainStart(TrainSettings Settings, SourceData Data, Model Model, TrainerOptions Options)
{
    /// <summary>True: the score is an accuracy; false: R².</summary>
    public bool HasClasses => Model.ClassNames is not null;
}
