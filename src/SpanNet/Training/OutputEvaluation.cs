using SpanNet.Metrics;

namespace SpanNet.Training;

/// <summary>How good one output of a model is on some data.</summary>
/// <param name="Name">The output.</param>
/// <param name="Loss">Its mean loss, without its weight.</param>
/// <param name="Metric">Accuracy and confusion matrix, or errors and R².</param>
public sealed record OutputEvaluation(string Name, double Loss, Metric Metric);
