namespace SpanNet.Data;

/// <summary>One value of every sample: an input or a target among several.</summary>
public sealed record DataColumn
{
    /// <summary>A column of samples of <paramref name="length"/> floats each.</summary>
    /// <exception cref="ArgumentException">The length is below 1, or there is no whole number of samples.</exception>
    public DataColumn(ReadOnlyMemory<float> values, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (values.Length % length != 0)
        {
            throw new ArgumentException($"{values.Length} floats are no whole number of samples of {length}.", nameof(values));
        }

        Values = values;
        Length = length;
    }

    /// <summary>[samples, <see cref="Length"/>].</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Floats per sample.</summary>
    public int Length { get; }

    /// <summary>Number of samples.</summary>
    public int Count => Values.Length / Length;
}
