namespace SpanNet.Benchmarks.Guarding;

/// <summary>What was measured of a work.</summary>
/// <param name="Share">The best, as a fraction of its yardstick.</param>
/// <param name="QuietRounds">Rounds in which nobody shared the core; a low share says something only after some of them.</param>
internal readonly record struct Figure(double Share, int QuietRounds)
{
    /// <summary>Both of two measurements.</summary>
    public Figure And(Figure other) => new(Math.Max(Share, other.Share), QuietRounds + other.QuietRounds);
}
