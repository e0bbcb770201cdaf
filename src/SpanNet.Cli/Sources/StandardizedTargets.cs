using SpanNet.Data;

namespace SpanNet.Cli.Sources;

/// <summary>Another data set whose numbers to predict are (t − mean) / deviation.</summary>
internal sealed class StandardizedTargets(Dataset source, TargetScale scale)
    : Dataset(source.Name, source.InputShape, source.TargetLength, source.ClassNames)
{
    /// <inheritdoc/>
    public override int Count => source.Count;

    /// <inheritdoc/>
    protected override void ReadSample(int index, Span<float> input, Span<float> target) => ReadSamples([index], input, target);

    /// <inheritdoc/>
    protected override void ReadSamples(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        source.Read(indices, inputs, targets);
        foreach (ref float target in targets)
        {
            target = (target - scale.Mean) / scale.Deviation;
        }
    }
}
