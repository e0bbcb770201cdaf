namespace SpanNet.Training;

/// <summary>What one epoch brought for one output.</summary>
/// <param name="Name">The output.</param>
/// <param name="TrainLoss">Mean loss over the epoch's steps, without its weight.</param>
/// <param name="TrainScore">Accuracy, or R², over the epoch's steps.</param>
/// <param name="ValidationLoss">Mean loss on the validation part; null without one.</param>
/// <param name="ValidationScore">Accuracy, or R², on the validation part; null without one.</param>
public sealed record OutputReport(string Name, double TrainLoss, double TrainScore, double? ValidationLoss, double? ValidationScore);
