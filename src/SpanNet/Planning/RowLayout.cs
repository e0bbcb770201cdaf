using System.Collections.Immutable;

namespace SpanNet.Planning;

/// <summary>Several values side by side in one row: how all inputs, outputs or targets of a sample lie in a data set.</summary>
internal sealed class RowLayout
{
    private readonly int[] lengths;
    private readonly int[] starts;

    /// <summary>Rows of parts with these lengths, in this order.</summary>
    public RowLayout(ImmutableArray<int> lengths)
    {
        this.lengths = [.. lengths];
        starts = new int[lengths.Length];
        for (int part = 0; part < lengths.Length; part++)
        {
            starts[part] = Length;
            Length = checked(Length + lengths[part]);
        }
    }

    /// <summary>Floats of a row.</summary>
    public int Length { get; }

    /// <summary>Number of parts.</summary>
    public int Parts => lengths.Length;

    /// <summary>Floats of a part.</summary>
    public int LengthOf(int part) => lengths[part];

    /// <summary>values ← one part of every row.</summary>
    public void Take(int part, ReadOnlySpan<float> rows, Span<float> values)
    {
        int length = lengths[part];
        for (int start = starts[part]; start < rows.Length; start += Length, values = values[length..])
        {
            rows.Slice(start, length).CopyTo(values);
        }
    }

    /// <summary>One part of every row ← values.</summary>
    public void Put(int part, ReadOnlySpan<float> values, Span<float> rows)
    {
        int length = lengths[part];
        for (int start = starts[part]; start < rows.Length; start += Length, values = values[length..])
        {
            values[..length].CopyTo(rows.Slice(start, length));
        }
    }
}
