using SpanNet.Cli.Sources;
using SpanNet.Data;
using SpanNet.Models;

namespace SpanNet.Cli.Commands;

/// <summary>The model that <c>train --from</c> goes on with: what it must have in common with the data, and what of it is frozen.</summary>
internal static class StartingModel
{
    /// <summary>Fails before the data is opened when a column is to be learned that the model has not learned.</summary>
    /// <exception cref="UsageException">It is.</exception>
    public static void CheckTarget(Model model, string? target)
    {
        if (target is not null && model.Table is not null && target != model.Table.Target)
        {
            throw new UsageException($"--target: the model has learned the column '{model.Table.Target}', not '{target}'");
        }
    }

    /// <summary>Fails when the model cannot go on with this data.</summary>
    /// <exception cref="UsageException">It cannot: other inputs, other classes, or another number of outputs.</exception>
    public static void CheckFits(Model model, string path, SourceData data, int outputs)
    {
        Dataset train = data.Parts.Train;
        CheckKind("a table", model.Table is not null, data.Table is not null, path, data.Name);
        CheckKind("a text", model.Vocabulary is not null, data.Vocabulary is not null, path, data.Name);
        if (CountOf(model.ClassNames) != CountOf(train.ClassNames))
        {
            throw new UsageException(
                $"--from: {path} has learned {CountOf(model.ClassNames)}, but {data.Name} has {CountOf(train.ClassNames)}"
            );
        }

        for (int i = 0; i < train.ClassNames?.Count; i++)
        {
            if (model.ClassNames![i] != train.ClassNames[i])
            {
                throw new UsageException(
                    $"--from: class {i} of {path} is '{model.ClassNames[i]}', but that of {data.Name} is '{train.ClassNames[i]}'"
                );
            }
        }

        int inputs = model.Graph.Inputs.Sum(input => input.Shape.Length);
        if (inputs != train.InputLength)
        {
            throw new UsageException($"--from: {path} takes {inputs} inputs, but {data.Name} has {train.InputLength}");
        }

        if (model.Graph.Outputs is not [var output] || (output.Shape.Rank == 0 ? 1 : output.Shape[^1]) != outputs)
        {
            string given = string.Join(" and ", model.Graph.Outputs.Select(node => node.Shape.ToString()));
            throw new UsageException($"--from: {path} has the outputs {given}, but the loss takes {outputs}");
        }
    }

    /// <summary>The names of the parameters that <c>--freeze</c> means.</summary>
    /// <exception cref="UsageException">A pattern means none, or nothing is left to learn.</exception>
    public static IReadOnlySet<string> Frozen(Model model, IReadOnlyCollection<string> patterns)
    {
        IReadOnlySet<string> frozen;
        try
        {
            frozen = model.Parameters.Matching(patterns);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"--freeze: {exception.Message}");
        }

        return model.Parameters.Parameters.Any(parameter => parameter.Spec.IsTrained && !frozen.Contains(parameter.Name))
            ? frozen
            : throw new UsageException("--freeze: nothing is left to learn");
    }

    private static void CheckKind(string kind, bool learned, bool given, string path, string data)
    {
        if (learned != given)
        {
            throw new UsageException(
                learned
                    ? $"--from: {path} has learned from {kind}, which {data} is not"
                    : $"--from: {path} has not learned from {kind}, which {data} is"
            );
        }
    }

    private static string CountOf(IReadOnlyList<string>? classNames) =>
        classNames is null ? "numbers to predict" : $"{classNames.Count} classes";
}
