using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>What is known at the end.</summary>
/// <param name="Start">What was known before.</param>
/// <param name="Fit">How the run went.</param>
/// <param name="Test">How good the model is on the test part; null when that is empty.</param>
/// <param name="Sha256">SHA-256 of the model file, in hexadecimal.</param>
internal sealed record TrainOutcome(TrainStart Start, FitResult Fit, Evaluation? Test, string Sha256);
