namespace SpanNet.Data;

/// <summary>Another data set whose inputs pass through a <see cref="Scaling"/> as they are read.</summary>
public sealed class ScaledDataset : Dataset
{
    private readonly Dataset source;

    /// <summary>The samples of <paramref name="source"/>, scaled.</summary>
    /// <exception cref="ArgumentException">The scaling was fitted on inputs of another length.</exception>
    public ScaledDataset(Dataset source, Scaling scaling)
        : base(Checked(source).Name, source.InputShape, source.TargetLength, source.ClassNames)
    {
        ArgumentNullException.ThrowIfNull(scaling);
        if (scaling.Kind != ScalingKind.None && scaling.Length != source.InputLength)
        {
            throw new ArgumentException(
                $"{source.Name}: the scaling was fitted on {scaling.Length} features, the inputs have {source.InputLength}."
            );
        }

        this.source = source;
        Scaling = scaling;
    }

    /// <summary>What the inputs pass through.</summary>
    public Scaling Scaling { get; }

    /// <inheritdoc/>
    public override int Count => source.Count;

    /// <inheritdoc/>
    public override ImageFitting? Fitting => source.Fitting;

    /// <inheritdoc/>
    protected override void ReadSample(int index, Span<float> input, Span<float> target)
    {
        source.Read(index, input, target);
        Scaling.Apply(input);
    }

    /// <inheritdoc/>
    protected override void ReadSamples(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        source.Read(indices, inputs, targets);
        Scaling.Apply(inputs);
    }

    private static Dataset Checked(Dataset? source) => source ?? throw new ArgumentNullException(nameof(source));
}
