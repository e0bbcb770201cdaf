using System.Globalization;
using SpanNet.Cli.Reports;
using SpanNet.Cli.Sources;
using SpanNet.Data;
using SpanNet.Models;

namespace SpanNet.Cli.Commands;

/// <summary>
/// The samples to measure a model on. What it learned from is recognized by its content: then only the test part counts. Every
/// other table counts with all its rows.
/// </summary>
internal sealed class EvalData : IDisposable
{
    private readonly SourceData? source;

    /// <summary>Opens them.</summary>
    /// <exception cref="UsageException">Nothing says which data is meant, or it does not fit the model.</exception>
    public EvalData(Model model, string modelPath, string? data, string? folder, string? target)
    {
        if (target is not null && model.Table is not null && target != model.Table.Target)
        {
            throw new UsageException($"--target: the model has learned the column '{model.Table.Target}', not '{target}'");
        }

        string name = data ?? Learned(model, modelPath);
        var choice = new DataChoice(name)
        {
            Folder = folder,
            Target = target ?? (DataSources.IsTable(name) ? model.Table?.Target : null),
            Validation = ValidationOf(model),
            Encoding = model.Table,
            Vocabulary = model.Vocabulary,
            Seed = model.Run?.Seed ?? 1,
        };
        if (model.Table is not null && DataSources.IsTable(name) && Path.GetFileName(name) != model.Run?.DataName)
        {
            (Samples, Description) = AllRows(model.Table, name);
            return;
        }

        source = DataSources.Open(choice);
        if (model.Table is not null && source.Parts.Train.ContentHash != model.Run?.DataHash)
        {
            (Samples, Description) = AllRows(model.Table, name);
            return;
        }

        Samples = source.Parts.Test;
        Description = $"{source.Name}, test part, {Figures.Count(Samples.Count)} samples";
        Check(model);
    }

    /// <summary>The samples, not scaled.</summary>
    public Dataset Samples { get; }

    /// <summary>What they are, in words.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public void Dispose() => source?.Dispose();

    private static (Dataset Samples, string Description) AllRows(TableEncoding encoding, string path)
    {
        CsvTable table = CsvTable.Load(path);
        return (
            encoding.Encode(table, [.. Enumerable.Range(0, table.Count)]),
            $"{Path.GetFileName(path)}, all {Figures.Count(table.Count)} rows"
        );
    }

    private static string Learned(Model model, string modelPath)
    {
        string name =
            model.Run?.DataName ?? throw new UsageException($"{modelPath} does not say what it has learned; name the data with --data");
        string file = DataSources.FileOf(name);
        if (!(DataSources.IsTable(name) || DataSources.IsText(name)) || File.Exists(file))
        {
            return name;
        }

        string beside = Path.Combine(Path.GetDirectoryName(modelPath) ?? "", file);
        return File.Exists(beside)
            ? name.Replace(file, beside, StringComparison.Ordinal)
            : throw new UsageException($"{modelPath} has learned '{name}', which is neither here nor beside it; name the file with --data");
    }

    private static double? ValidationOf(Model model) =>
        model.Run?.Options.GetValueOrDefault(RunOption.Validation) is { } text
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
            ? share
            : null;

    private void Check(Model model)
    {
        if (Samples.Count == 0)
        {
            throw new UsageException($"{Samples.Name} is too small to have a test part; name another file with --data");
        }

        int inputs = model.Graph.Inputs[0].Shape.Length;
        if (Samples.InputLength != inputs || Samples.ClassNames?.Count != model.ClassNames?.Count)
        {
            throw new UsageException(
                $"the model takes {inputs} inputs and {Kind(model.ClassNames)}, but {Samples.Name} has {Samples.InputLength} and {Kind(Samples.ClassNames)}"
            );
        }
    }

    private static string Kind(IReadOnlyList<string>? classNames) =>
        classNames is null ? "numbers to predict" : $"{classNames.Count} classes";
}
