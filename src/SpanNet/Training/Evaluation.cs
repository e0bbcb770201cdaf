using SpanNet.Metrics;

namespace SpanNet.Training;

/// <summary>How good a model is on some data.</summary>
/// <param name="Loss">Mean loss; of several outputs, the weighted sum of theirs.</param>
/// <param name="Metric">Accuracy and confusion matrix, or errors and R².</param>
public sealed record Evaluation(double Loss, Metric Metric)
{
    /// <summary>Every output by itself, in the order of the network; <see cref="Metric"/> is that of the first.</summary>
    public IReadOnlyList<OutputEvaluation> Outputs { get; init; } = [];

    /// <summary>The one figure by which runs are compared: accuracy, or R².</summary>
    public double Score => Metric.Score;
}
