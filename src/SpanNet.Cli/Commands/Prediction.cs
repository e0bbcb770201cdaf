namespace SpanNet.Cli.Commands;

/// <summary>What the network says about one picture or row.</summary>
/// <param name="File">Where it comes from.</param>
/// <param name="Row">Number of the row, from 1; null for a picture.</param>
/// <param name="ClassNames">The classes, or null for numbers.</param>
/// <param name="Values">One probability per class, or the predicted numbers.</param>
internal sealed record Prediction(string File, int? Row, IReadOnlyList<string>? ClassNames, float[] Values)
{
    /// <summary>The most probable classes, best first; the lower index wins a tie.</summary>
    public IEnumerable<(string Name, float Probability)> Top(int count) =>
        Values.Select((probability, i) => (ClassNames![i], probability)).OrderByDescending(candidate => candidate.probability).Take(count);
}
