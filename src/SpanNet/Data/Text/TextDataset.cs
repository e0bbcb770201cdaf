namespace SpanNet.Data;

/// <summary>
/// Windows of a text, for a network that foretells the next character: the input is a window of characters, the target the same window
/// one character later.
/// </summary>
public sealed class TextDataset : Dataset
{
    private readonly ReadOnlyMemory<int> text;
    private readonly int stride;

    /// <summary>The windows of <paramref name="text"/>.</summary>
    /// <param name="name">Short name for messages.</param>
    /// <param name="vocabulary">What the numbers mean.</param>
    /// <param name="text">The text as numbers; used as it is, not copied.</param>
    /// <param name="window">Characters of a window.</param>
    /// <param name="stride">From the start of a window to the next.</param>
    /// <exception cref="ArgumentException">A length is not positive.</exception>
    public TextDataset(string name, Vocabulary vocabulary, ReadOnlyMemory<int> text, int window, int stride)
        : base(name, [window], window, (vocabulary ?? throw new ArgumentNullException(nameof(vocabulary))).Characters)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        this.text = text;
        this.stride = stride;
        Count = text.Length > window ? ((text.Length - window - 1) / stride) + 1 : 0;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    protected override void ReadSample(int index, Span<float> input, Span<float> target)
    {
        ReadOnlySpan<int> window = text.Span.Slice(index * stride, input.Length + 1);
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = window[i];
            target[i] = window[i + 1];
        }
    }
}
