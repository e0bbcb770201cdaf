using SpanNet.Metrics;

namespace SpanNet.Training;

/// <summary>How good a model is on some data.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="Metric">Accuracy and confusion matrix, or errors and R².</param>
public sealed record Evaluation(double Loss, Metric Metric)
{
    /// <summary>The one figure by which runs are compared: accuracy, or R².</summary>
    public double Score => Metric.Score;
}
