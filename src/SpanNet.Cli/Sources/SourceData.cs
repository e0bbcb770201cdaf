using SpanNet.Cli.Reports;
using SpanNet.Data;

namespace SpanNet.Cli.Sources;

/// <summary>Data that was opened and cut into parts, not yet scaled.</summary>
/// <param name="Name">Short name: a name of <see cref="DataSources"/>, or the file's.</param>
/// <param name="Parts">Training, validation and test part; the latter two may be empty.</param>
/// <param name="Scaling">What suits its inputs.</param>
internal sealed record SourceData(string Name, DatasetParts Parts, ScalingKind Scaling) : IDisposable
{
    /// <summary>How rows of its table become inputs; null when it is no table.</summary>
    public TableEncoding? Table { get; init; }

    /// <summary>The characters of its text; null when it is no text.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>What is to be closed at the end.</summary>
    public IReadOnlyList<IDisposable> Files { get; init; } = [];

    /// <summary>Classes, or numbers to predict.</summary>
    public int Outputs => Parts.Train.ClassNames?.Count ?? Parts.Train.TargetLength;

    /// <summary>The parts in one line.</summary>
    public string Description =>
        $"{Name}: {Figures.Count(Parts.Train.Count)} samples to train, {Figures.Count(Parts.Validation.Count)} to validate, "
        + $"{Figures.Count(Parts.Test.Count)} to test"
        + (Table is null ? "" : $"; target '{Table.Target}'");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable file in Files)
        {
            file.Dispose();
        }
    }
}
