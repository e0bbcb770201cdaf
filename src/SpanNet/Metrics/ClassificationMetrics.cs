namespace SpanNet.Metrics;

/// <summary>
/// Accuracy, top-k accuracy and the confusion matrix of a classifier, with precision, recall and F1 of every class.
/// </summary>
/// <remarks>
/// The predicted class is that of the largest output; the lowest index wins a tie, NaN never wins. A network for two classes may
/// have a single output, the logit of class 1: positive means class 1. A target is a class index, or one probability per class,
/// of which the largest counts; beside a single output it may be the probability of class 1, above ½ meaning class 1.
/// </remarks>
public sealed class ClassificationMetrics : Metric
{
    private readonly long[] confusion;
    private long correct;
    private long amongTopK;

    /// <summary>Metrics over <paramref name="classes"/> classes.</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="topK">How many of the largest outputs may hold the true class for it to count in the top-k accuracy.</param>
    public ClassificationMetrics(int classes, int topK = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(topK, classes);
        Classes = classes;
        TopK = topK;
        confusion = new long[checked(classes * classes)];
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>The k of the top-k accuracy.</summary>
    public int TopK { get; }

    /// <inheritdoc/>
    public override string ScoreName => "accuracy";

    /// <inheritdoc/>
    public override double Score => Accuracy;

    /// <summary>Share of rows whose predicted class is the true one; 0 before any row.</summary>
    public double Accuracy => Ratio.Of(correct, Count);

    /// <summary>Share of rows whose true class is among the <see cref="TopK"/> largest outputs; 0 before any row.</summary>
    public double TopKAccuracy => Ratio.Of(amongTopK, Count);

    /// <inheritdoc/>
    /// <remarks>When a target is no class, the rows before it have been added.</remarks>
    public override void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        int outputs = Columns(output.Length, batch, Classes == 2, nameof(output));
        int targets = Columns(target.Length, batch, true, nameof(target));
        for (int row = 0; row < batch; row++)
        {
            ReadOnlySpan<float> y = output.Slice(row * outputs, outputs);
            ReadOnlySpan<float> t = target.Slice(row * targets, targets);
            int truth = targets > 1 ? Largest(t) : ToClass(t[0], outputs == 1, row);
            int predicted = outputs > 1 ? Largest(y) : Binary(y[0]);

            confusion[(truth * Classes) + predicted]++;
            correct += truth == predicted ? 1 : 0;
            amongTopK += IsAmongTopK(y, truth, predicted) ? 1 : 0;
            Count++;
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(confusion);
        Count = correct = amongTopK = 0;
    }

    /// <summary>Number of rows of class <paramref name="truth"/> that were taken for class <paramref name="predicted"/>.</summary>
    public long Confusion(int truth, int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)truth, (uint)Classes, nameof(truth));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted, (uint)Classes, nameof(predicted));
        return confusion[(truth * Classes) + predicted];
    }

    /// <summary>All figures as they stand now.</summary>
    public ClassificationResult ToResult()
    {
        long[][] matrix = [.. Enumerable.Range(0, Classes).Select(truth => confusion[(truth * Classes)..((truth + 1) * Classes)])];
        ClassResult[] classes = [.. Enumerable.Range(0, Classes).Select(i => ClassResult.Of(matrix, i))];
        return new ClassificationResult
        {
            Count = Count,
            Accuracy = Accuracy,
            TopK = TopK,
            TopKAccuracy = TopKAccuracy,
            Precision = classes.Average(c => c.Precision),
            Recall = classes.Average(c => c.Recall),
            F1 = classes.Average(c => c.F1),
            Classes = classes,
            Confusion = matrix,
        };
    }

    private int Columns(int length, int batch, bool mayBeOne, string parameter) =>
        length == (long)batch * Classes ? Classes
        : mayBeOne && length == batch ? 1
        : throw WrongLength(parameter, batch, mayBeOne ? $"1 or {Classes}" : $"{Classes}", length);

    private int ToClass(float target, bool isProbability, int row)
    {
        if (isProbability && target is >= 0 and <= 1)
        {
            return target > 0.5f ? 1 : 0;
        }

        int index = (int)target;
        return index == target && (uint)index < (uint)Classes
            ? index
            : throw new ArgumentException(
                FormattableString.Invariant($"Row {row}: expected a class from 0 to {Classes - 1}, got {target}."),
                nameof(target)
            );
    }

    private static int Binary(float logit) => logit > 0 ? 1 : 0;

    private static int Largest(ReadOnlySpan<float> row)
    {
        int largest = 0;
        float value = float.NegativeInfinity;
        for (int i = 0; i < row.Length; i++)
        {
            if (row[i] > value)
            {
                largest = i;
                value = row[i];
            }
        }

        return largest;
    }

    /// <summary>True when fewer than k outputs come before that of the true class.</summary>
    private bool IsAmongTopK(ReadOnlySpan<float> y, int truth, int predicted)
    {
        if (truth == predicted || TopK == Classes)
        {
            return true;
        }

        if (y.Length == 1 || float.IsNaN(y[truth]))
        {
            return false;
        }

        int before = 0;
        for (int i = 0; i < y.Length; i++)
        {
            before += y[i] > y[truth] || (y[i] == y[truth] && i < truth) ? 1 : 0;
        }

        return before < TopK;
    }
}
