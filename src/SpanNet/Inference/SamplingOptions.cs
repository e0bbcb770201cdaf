namespace SpanNet.Inference;

/// <summary>How a <see cref="TextGenerator"/> chooses the next character.</summary>
public sealed record SamplingOptions
{
    /// <summary>What the scores are divided by: below 1 the likely becomes likelier; 0: always the likeliest.</summary>
    public float Temperature
    {
        get;
        init =>
            field =
                value >= 0 && float.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Temperature), value, "expected a finite number of at least 0");
    } = 1f;

    /// <summary>How many of the likeliest characters are chosen from; 0: all.</summary>
    public int TopK
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(TopK), value, "expected at least 0");
    }

    /// <summary>The same seed gives the same text.</summary>
    public ulong Seed { get; init; } = 1;
}
