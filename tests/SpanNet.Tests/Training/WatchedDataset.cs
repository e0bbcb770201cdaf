using SpanNet.Data;

namespace SpanNet.Tests.Training;

/// <summary>Another data set that calls back at every sample read, with the number of samples read so far, this one counted.</summary>
internal sealed class WatchedDataset(Dataset source, WatchedDataset.Watcher watch)
    : Dataset(source.Name, source.InputShape, source.TargetLength, source.ClassNames)
{
    private int read;

    /// <summary>May do anything, and change the input.</summary>
    internal delegate void Watcher(int read, Span<float> input);

    public override int Count => source.Count;

    protected override void ReadSample(int index, Span<float> input, Span<float> target)
    {
        source.Read(index, input, target);
        watch(++read, input);
    }
}
