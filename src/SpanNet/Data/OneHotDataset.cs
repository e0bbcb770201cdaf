namespace SpanNet.Data;

/// <summary>
/// Another data set whose class indices are read as probabilities, 1 for the class of the sample: targets for a cross-entropy that takes
/// probabilities, which can be mixed.
/// </summary>
public sealed class OneHotDataset : Dataset
{
    private readonly Dataset source;

    /// <summary>The samples of <paramref name="source"/> with a target for every class.</summary>
    /// <exception cref="ArgumentException">The samples have no class, or a sequence of them.</exception>
    public OneHotDataset(Dataset source)
        : base(Checked(source).Name, source.InputShape, source.ClassNames!.Count, source.ClassNames) => this.source = source;

    /// <inheritdoc/>
    public override int Count => source.Count;

    /// <inheritdoc/>
    public override ImageFitting? Fitting => source.Fitting;

    /// <inheritdoc/>
    protected override void ReadSample(int index, Span<float> input, Span<float> target) => ReadSamples([index], input, target);

    /// <inheritdoc/>
    protected override void ReadSamples(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        const int Chunk = 128;
        Span<float> labels = stackalloc float[Chunk];
        targets.Clear();
        for (int start = 0; start < indices.Length; start += Chunk)
        {
            int rows = Math.Min(Chunk, indices.Length - start);
            source.Read(indices.Slice(start, rows), inputs.Slice(start * InputLength, rows * InputLength), labels[..rows]);
            for (int row = 0; row < rows; row++)
            {
                targets[((start + row) * TargetLength) + (int)labels[row]] = 1f;
            }
        }
    }

    private static Dataset Checked(Dataset? source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source is { ClassNames: not null, TargetLength: 1 }
            ? source
            : throw new ArgumentException(
                $"{source.Name}: expected samples of one class each, to be read as probabilities.",
                nameof(source)
            );
    }
}
