using System.Globalization;

namespace SpanNet.Data;

/// <summary>
/// A numbered list of samples, each an input of fixed shape and its target. Reading changes nothing, allocates nothing and may be
/// done by several threads at once.
/// </summary>
public abstract class Dataset
{
    private readonly int[] inputShape;
    private string? contentHash;

    /// <summary>Describes the samples of a data set.</summary>
    /// <param name="name">Short name for messages and the run record, such as "digits".</param>
    /// <param name="inputShape">Shape of one input: [height, width, channels] for images, [features] for tables.</param>
    /// <param name="targetLength">Floats per target: 1 for a class index, the length of a sequence of them, else the number of regression columns.</param>
    /// <param name="classNames">The classes in the order of their indices, or null for regression.</param>
    /// <exception cref="ArgumentException">A length is not positive, or there are no class names.</exception>
    protected Dataset(string name, ReadOnlySpan<int> inputShape, int targetLength, IReadOnlyList<string>? classNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetLength);
        if (classNames is { Count: 0 })
        {
            throw new ArgumentException($"{name}: a classification needs class names.");
        }

        Name = name;
        this.inputShape = inputShape.ToArray();
        TargetLength = targetLength;
        ClassNames = classNames;
        InputLength = ElementCount(name, inputShape);
    }

    /// <summary>Short name for messages and the run record.</summary>
    public string Name { get; }

    /// <summary>Number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>Shape of one input, without the batch: [height, width, channels] for images, [features] for tables.</summary>
    public ReadOnlySpan<int> InputShape => inputShape;

    /// <summary>Floats per input: the product of <see cref="InputShape"/>.</summary>
    public int InputLength { get; }

    /// <summary>Floats per target: 1 for a class index (a whole number stored as float, exact up to 2²⁴), several for a sequence, else the regression columns.</summary>
    public int TargetLength { get; }

    /// <summary>The classes in the order of their indices, or null for regression.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>How a picture from elsewhere is made to look like this data set's inputs, or null when the inputs are no such pictures.</summary>
    public virtual ImageFitting? Fitting => null;

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of what reading gives and of the shapes and class names; neither of the name
    /// nor of how the data is stored. Computed at the first call, by reading every sample once.
    /// </summary>
    public string ContentHash => contentHash ??= DatasetHash.Compute(this);

    /// <summary>Writes sample <paramref name="index"/> into the spans given. Allocates nothing.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <param name="input">Exactly <see cref="InputLength"/> floats.</param>
    /// <param name="target">Exactly <see cref="TargetLength"/> floats.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Read(int index, Span<float> input, Span<float> target) => Read([index], input, target);

    /// <summary>Writes several samples, one row each. Allocates nothing; for large data faster than one sample at a time.</summary>
    /// <param name="indices">Their numbers, 0 to <see cref="Count"/> − 1.</param>
    /// <param name="inputs">Exactly [indices, <see cref="InputLength"/>].</param>
    /// <param name="targets">Exactly [indices, <see cref="TargetLength"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Read(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"{Name}: samples are numbered 0 to {Count - 1}.");
            }
        }

        if (inputs.Length != (long)indices.Length * InputLength || targets.Length != (long)indices.Length * TargetLength)
        {
            throw new ArgumentException(
                $"{Name}: a sample has {InputLength} inputs and {TargetLength} targets, but the spans for {indices.Length} hold "
                    + $"{inputs.Length} and {targets.Length}."
            );
        }

        ReadSamples(indices, inputs, targets);
    }

    /// <summary>The samples with these numbers, in this order; a sample may occur more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public SubsetDataset Subset(ReadOnlyMemory<int> indices) => new(this, indices);

    /// <summary>The <paramref name="count"/> samples from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many samples.</exception>
    public SubsetDataset Subset(int start, int count) => new(this, DatasetSplit.Range(start, count));

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {Count} samples of [{string.Join(", ", inputShape)}]");

    /// <summary>Writes a sample whose number and spans have been checked. Must allocate nothing and be safe on several threads at once.</summary>
    protected abstract void ReadSample(int index, Span<float> input, Span<float> target);

    /// <summary>Writes samples whose numbers and spans have been checked; what <see cref="ReadSample"/> demands holds here too.</summary>
    protected virtual void ReadSamples(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        for (int row = 0; row < indices.Length; row++)
        {
            ReadSample(indices[row], inputs.Slice(row * InputLength, InputLength), targets.Slice(row * TargetLength, TargetLength));
        }
    }

    private static int ElementCount(string name, ReadOnlySpan<int> shape)
    {
        long length = 1;
        foreach (int dimension in shape)
        {
            length *= dimension;
            if (dimension <= 0 || length > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"{name}: the input shape [{string.Join(", ", shape.ToArray())}] is empty, negative or too large.",
                    nameof(shape)
                );
            }
        }

        return shape.IsEmpty ? throw new ArgumentException($"{name}: the input has no shape.", nameof(shape)) : (int)length;
    }
}
