namespace SpanNet.Data;

/// <summary>Some samples of another data set, in an order of their own.</summary>
public sealed class SubsetDataset : Dataset
{
    private readonly Dataset source;
    private readonly ReadOnlyMemory<int> indices;

    /// <summary>The samples of <paramref name="source"/> with the numbers <paramref name="indices"/>, which are not copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public SubsetDataset(Dataset source, ReadOnlyMemory<int> indices)
        : base(Checked(source).Name, source.InputShape, source.TargetLength, source.ClassNames)
    {
        foreach (int index in indices.Span)
        {
            if ((uint)index >= (uint)source.Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices),
                    index,
                    $"{source.Name}: samples are numbered 0 to {source.Count - 1}."
                );
            }
        }

        this.source = source;
        this.indices = indices;
    }

    /// <inheritdoc/>
    public override int Count => indices.Length;

    /// <inheritdoc/>
    public override ImageFitting? Fitting => source.Fitting;

    /// <inheritdoc/>
    protected override void ReadSample(int index, Span<float> input, Span<float> target) => source.Read(indices.Span[index], input, target);

    /// <inheritdoc/>
    protected override void ReadSamples(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        const int Chunk = 128;
        ReadOnlySpan<int> numbers = this.indices.Span;
        Span<int> translated = stackalloc int[Chunk];
        while (!indices.IsEmpty)
        {
            int rows = Math.Min(Chunk, indices.Length);
            for (int row = 0; row < rows; row++)
            {
                translated[row] = numbers[indices[row]];
            }

            source.Read(translated[..rows], inputs[..(rows * InputLength)], targets[..(rows * TargetLength)]);
            indices = indices[rows..];
            inputs = inputs[(rows * InputLength)..];
            targets = targets[(rows * TargetLength)..];
        }
    }

    private static Dataset Checked(Dataset? source) => source ?? throw new ArgumentNullException(nameof(source));
}
