using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Data;

/// <summary>
/// A random change of the samples of a batch after they were read: makes more of little data. What it does to a row is a function of the
/// random stream alone, which the loader derives from seed, epoch and position. Immutable, so any number of loaders may share it; allocates
/// nothing.
/// </summary>
public abstract class BatchChange
{
    /// <summary>Throws when the data is of a kind that cannot be changed so.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says why.</exception>
    public virtual void Check(Dataset data) { }

    /// <summary>Floats of memory that it needs beside the rows of <paramref name="data"/>.</summary>
    public virtual int ScratchLength(Dataset data) => 0;

    /// <summary>Changes the rows of one batch.</summary>
    /// <param name="data">Where the rows came from.</param>
    /// <param name="inputs">[rows, inputs].</param>
    /// <param name="targets">[rows, targets].</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> floats, of any content.</param>
    /// <param name="random">The batch's random numbers.</param>
    public abstract void Apply(Dataset data, Span<float> inputs, Span<float> targets, int rows, Span<float> scratch, RandomStream random);
}
