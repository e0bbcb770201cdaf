namespace SpanNet.Reference.Metrics;

/// <summary>Metrics of a classifier from the list of its rows, by their definitions.</summary>
public static class ClassificationReference
{
    /// <summary>The class indices in the order of their outputs, the largest first, the lower index first among equals.</summary>
    public static int[] Ranking(float[] row) => [.. Enumerable.Range(0, row.Length).OrderByDescending(i => row[i]).ThenBy(i => i)];

    /// <summary>Share of rows whose truth is among the first <paramref name="k"/> of the ranking.</summary>
    public static double TopK(float[][] outputs, int[] truths, int k) =>
        outputs.Zip(truths, (row, truth) => Ranking(row).Take(k).Contains(truth) ? 1.0 : 0.0).Average();

    /// <summary>Number of rows with this truth and this prediction.</summary>
    public static long Confusion(int[] truths, int[] predicted, int truth, int prediction) =>
        truths.Zip(predicted).LongCount(pair => pair == (truth, prediction));

    /// <summary>Share of the rows predicted as <paramref name="index"/> that are of it; 0 when there are none.</summary>
    public static double Precision(int[] truths, int[] predicted, int index) =>
        truths
            .Zip(predicted)
            .Where(pair => pair.Second == index)
            .Select(pair => pair.First == index ? 1.0 : 0.0)
            .DefaultIfEmpty(0)
            .Average();

    /// <summary>Share of the rows of <paramref name="index"/> that are predicted as it; 0 when there are none.</summary>
    public static double Recall(int[] truths, int[] predicted, int index) => Precision(predicted, truths, index);

    /// <summary>Harmonic mean of precision and recall; 0 when both are.</summary>
    public static double F1(int[] truths, int[] predicted, int index)
    {
        double p = Precision(truths, predicted, index);
        double r = Recall(truths, predicted, index);
        return p + r == 0 ? 0 : 2 * p * r / (p + r);
    }
}
