using System.Collections.Immutable;

namespace SpanNet.Data;

/// <summary>
/// Samples of several inputs and several targets that lie in memory: a row of inputs is all inputs side by side, in the order of the
/// network's inputs, and a row of targets all targets in the order of its outputs. The memory given is used as it is, not copied.
/// </summary>
public sealed class JoinedDataset : Dataset
{
    private readonly ImmutableArray<DataColumn> inputs;
    private readonly ImmutableArray<DataColumn> targets;

    /// <summary>Joins columns of the same number of samples.</summary>
    /// <param name="inputs">At least one.</param>
    /// <param name="targets">At least one; a class is one float, its index.</param>
    /// <param name="name">Short name for messages.</param>
    /// <exception cref="ArgumentException">There are none, or their numbers of samples differ.</exception>
    public JoinedDataset(ReadOnlySpan<DataColumn> inputs, ReadOnlySpan<DataColumn> targets, string name = "joined")
        : base(name, [LengthOf(inputs)], LengthOf(targets), null)
    {
        this.inputs = [.. inputs];
        this.targets = [.. targets];
        Count = inputs[0].Count;
        if (this.inputs.Concat(this.targets).FirstOrDefault(column => column.Count != Count) is DataColumn other)
        {
            throw new ArgumentException($"{name}: the first input has {Count} samples, but another column has {other.Count}.");
        }
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    protected override void ReadSample(int index, Span<float> input, Span<float> target)
    {
        ReadRow(inputs.AsSpan(), index, input);
        ReadRow(targets.AsSpan(), index, target);
    }

    private static void ReadRow(ReadOnlySpan<DataColumn> columns, int index, Span<float> row)
    {
        foreach (DataColumn column in columns)
        {
            column.Values.Span.Slice(index * column.Length, column.Length).CopyTo(row);
            row = row[column.Length..];
        }
    }

    private static int LengthOf(ReadOnlySpan<DataColumn> columns)
    {
        int length = 0;
        foreach (DataColumn column in columns)
        {
            length = checked(length + column.Length);
        }

        return length;
    }
}
