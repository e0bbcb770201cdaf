using SpanNet.Cli.Sources;
using SpanNet.Configuration;
using SpanNet.Losses;
using SpanNet.Models;

namespace SpanNet.Cli.Commands;

/// <summary>Which loss goes with which data.</summary>
internal static class TaskLoss
{
    private const string Classes = "cross-entropy";
    private const string TwoClasses = "binary-cross-entropy";
    private const string Numbers = "mse";

    private static readonly string[] forNumbers = [Numbers, "mae", "huber"];

    /// <summary>The losses that some data set can be learned with.</summary>
    public static IEnumerable<string> Names => [Classes, TwoClasses, .. forNumbers];

    /// <summary>The loss named, or the one that suits the data; with it the number of outputs that the network needs.</summary>
    /// <remarks><paramref name="labelSmoothing"/> belongs to the usual loss of classes; a loss that was named is taken as it is.</remarks>
    /// <exception cref="UsageException">There is no such loss, or it cannot learn such data.</exception>
    public static (Loss Loss, int Outputs) For(SourceData data, string? name, double labelSmoothing)
    {
        IReadOnlyList<string>? classes = data.Parts.Train.ClassNames;
        if (classes is { Count: < 2 })
        {
            throw new UsageException($"{data.Name}: the target has only one class, '{classes[0]}'");
        }

        string[] valid =
            classes is null ? forNumbers
            : classes.Count == 2 ? [Classes, TwoClasses]
            : [Classes];
        string kind = name ?? valid[0];
        Loss loss = Create(kind);
        if (!valid.Contains(kind))
        {
            string what = classes is null ? "numbers" : $"{classes.Count} classes";
            throw new UsageException(
                $"the loss '{kind}' does not fit {data.Name}, which has {what} to learn; valid are: {string.Join(", ", valid)}"
            );
        }

        if (name is null && loss is SoftmaxCrossEntropy crossEntropy)
        {
            loss = crossEntropy with { LabelSmoothing = (float)labelSmoothing };
        }

        return (loss, kind == TwoClasses ? 1 : data.Outputs);
    }

    /// <summary>The loss that a model was trained with, or the usual one for its kind.</summary>
    public static Loss Of(Model model) =>
        LossCatalog.All.Create(model.Run?.Options.GetValueOrDefault(RunOption.Loss) ?? (model.ClassNames is null ? Numbers : Classes));

    private static Loss Create(string kind)
    {
        try
        {
            return LossCatalog.All.Create(kind);
        }
        catch (ConfigurationException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
