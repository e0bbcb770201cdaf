using SpanNet.Cli.Sources;
using SpanNet.Data;
using SpanNet.Losses;

namespace SpanNet.Cli.Commands;

/// <summary>What the command line has done to the batches of the training part. Squares are cut out first, so that mixtures hold both.</summary>
internal static class BatchChanges
{
    /// <summary>The changes that <paramref name="settings"/> ask for.</summary>
    /// <exception cref="UsageException">One does not fit the data or the loss.</exception>
    public static IReadOnlyList<BatchChange> Of(TrainSettings settings, SourceData data, Loss loss)
    {
        var changes = new List<BatchChange>();
        if (settings.CutOut is int size)
        {
            int rank = data.Parts.Train.InputShape.Length;
            changes.Add(
                rank == 3 ? new CutOut(size) : throw new UsageException($"--cutout clears squares of pictures, but {data.Name} has none")
            );
        }

        if (settings.Mixup is double alpha)
        {
            changes.Add(CanBeMixed(data, loss) ? new Mixup((float)alpha) : throw new UsageException(WhyNot(data, loss)));
        }

        return changes;
    }

    private static bool CanBeMixed(SourceData data, Loss loss) => data.Vocabulary is null && loss is SoftmaxCrossEntropy;

    private static string WhyNot(SourceData data, Loss loss) =>
        data.Vocabulary is not null ? $"--mixup mixes numbers, but {data.Name} is a text: characters cannot be mixed"
        : data.Parts.Train.ClassNames is null ? $"--mixup mixes samples with a class each, but {data.Name} has numbers to learn"
        : $"--mixup needs the loss cross-entropy, which takes mixtures of classes, not {loss.Kind}";
}
