namespace SpanNet.Metrics;

/// <summary>How well one class is told from all others. A ratio 0 / 0 is 0.</summary>
/// <param name="Precision">Share of the rows predicted as the class that are of it.</param>
/// <param name="Recall">Share of the rows of the class that are predicted as it.</param>
/// <param name="F1">Harmonic mean of both, 2 · hits / (predicted + support).</param>
/// <param name="Support">Number of rows of the class.</param>
public sealed record ClassResult(double Precision, double Recall, double F1, long Support)
{
    internal static ClassResult Of(long[][] confusion, int index)
    {
        long hits = confusion[index][index];
        long support = confusion[index].Sum();
        long predicted = confusion.Sum(row => row[index]);
        return new(Ratio.Of(hits, predicted), Ratio.Of(hits, support), Ratio.Of(2 * hits, predicted + support), support);
    }
}
