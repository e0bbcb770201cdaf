using System.Globalization;

namespace SpanNet.Data;

/// <summary>Samples that lie in memory, one input after the other; the memory given is used as it is, not copied.</summary>
public sealed class ArrayDataset : Dataset
{
    private readonly ReadOnlyMemory<float> inputs;
    private readonly ReadOnlyMemory<int> labels;
    private readonly ReadOnlyMemory<float> targets;

    private ArrayDataset(
        string name,
        ReadOnlySpan<int> inputShape,
        ReadOnlyMemory<float> inputs,
        ReadOnlyMemory<int> labels,
        ReadOnlyMemory<float> targets,
        int targetLength,
        IReadOnlyList<string>? classNames
    )
        : base(name, inputShape, targetLength, classNames)
    {
        Count = classNames is null ? targets.Length / targetLength : labels.Length;
        if (inputs.Length != (long)Count * InputLength || (classNames is null && targets.Length != (long)Count * targetLength))
        {
            throw new ArgumentException(
                $"{name}: {inputs.Length} input floats ({InputLength} a sample) do not go with "
                    + (classNames is null ? $"{targets.Length} target floats ({targetLength} a sample)." : $"{labels.Length} labels.")
            );
        }

        this.inputs = inputs;
        this.labels = labels;
        this.targets = targets;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Inputs with a class each.</summary>
    /// <param name="inputs">[samples, inputShape].</param>
    /// <param name="labels">Class index of each sample.</param>
    /// <param name="inputShape">Shape of one input.</param>
    /// <param name="classNames">The classes, or null: "0" to the largest label.</param>
    /// <param name="name">Short name for messages.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label names no class.</exception>
    public static ArrayDataset Classification(
        ReadOnlyMemory<float> inputs,
        ReadOnlyMemory<int> labels,
        ReadOnlySpan<int> inputShape,
        IReadOnlyList<string>? classNames = null,
        string name = "array"
    )
    {
        ReadOnlySpan<int> values = labels.Span;
        int largest = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < 0 || values[i] >= (classNames?.Count ?? 1 << 24))
            {
                throw new ArgumentException($"{name}: sample {i} has the label {values[i]}, which names no class.", nameof(labels));
            }

            largest = Math.Max(largest, values[i]);
        }

        classNames ??= [.. Enumerable.Range(0, largest + 1).Select(label => label.ToString(CultureInfo.InvariantCulture))];
        return new ArrayDataset(name, inputShape, inputs, labels, default, 1, classNames);
    }

    /// <summary>Inputs with numbers to predict.</summary>
    /// <param name="inputs">[samples, inputShape].</param>
    /// <param name="targets">[samples, targetLength].</param>
    /// <param name="inputShape">Shape of one input.</param>
    /// <param name="targetLength">Numbers to predict per sample.</param>
    /// <param name="name">Short name for messages.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static ArrayDataset Regression(
        ReadOnlyMemory<float> inputs,
        ReadOnlyMemory<float> targets,
        ReadOnlySpan<int> inputShape,
        int targetLength = 1,
        string name = "array"
    ) => new(name, inputShape, inputs, default, targets, targetLength, null);

    /// <inheritdoc/>
    protected override void ReadSample(int index, Span<float> input, Span<float> target)
    {
        inputs.Span.Slice(index * InputLength, InputLength).CopyTo(input);
        if (ClassNames is null)
        {
            targets.Span.Slice(index * TargetLength, TargetLength).CopyTo(target);
        }
        else
        {
            target[0] = labels.Span[index];
        }
    }
}
