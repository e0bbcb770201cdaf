namespace SpanNet.Metrics;

/// <summary>
/// Figures of merit of a network's outputs, gathered batch by batch. Adding allocates nothing; sums run over the rows in their
/// order, so the figures do not depend on how the rows were cut into batches.
/// </summary>
public abstract class Metric
{
    /// <summary>Rows added since the last reset.</summary>
    public long Count { get; protected set; }

    /// <summary>The name of <see cref="Score"/> in reports.</summary>
    public abstract string ScoreName { get; }

    /// <summary>The one figure by which runs are compared: at most 1, higher is better, 0 before any row.</summary>
    public abstract double Score { get; }

    /// <summary>Adds <paramref name="batch"/> rows.</summary>
    /// <param name="output">The network's outputs, [batch, outputs].</param>
    /// <param name="target">The targets, row by row.</param>
    /// <param name="batch">Number of rows.</param>
    /// <exception cref="ArgumentException">The lengths do not fit the number of rows, or a target is impossible.</exception>
    public abstract void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int batch);

    /// <summary>Forgets all rows.</summary>
    public abstract void Reset();

    /// <summary>The error of a span whose length is not batch × columns.</summary>
    private protected static ArgumentException WrongLength(string parameter, int batch, string columns, int actual) =>
        new($"Expected {batch} rows of {columns}, got {actual} floats.", parameter);
}
