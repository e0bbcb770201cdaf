using System.Collections.Immutable;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Data;

/// <summary>
/// Reads a data set batch by batch, every sample once an epoch, straight into the spans of whoever computes. Allocates nothing
/// after its construction. Not for several threads at once.
/// </summary>
public sealed class DataLoader
{
    private readonly int[] order;
    private readonly ulong seed;
    private readonly bool shuffle;
    private readonly ImmutableArray<BatchChange> changes;
    private readonly float[] scratch;
    private int position;

    /// <summary>Starts in epoch 0.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">Rows per batch; the last batch of an epoch may have fewer.</param>
    /// <param name="shuffle">True: each epoch has a random order, a function of (seed, epoch); false: the order of the samples.</param>
    /// <param name="seed">Seed of the orders and of the changes.</param>
    /// <param name="changes">What is done to every batch, in this order; null: nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is not positive.</exception>
    /// <exception cref="ArgumentException">The data cannot be changed so.</exception>
    public DataLoader(Dataset data, int batchSize, bool shuffle = false, ulong seed = 0, IReadOnlyList<BatchChange>? changes = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Data = data;
        BatchSize = batchSize;
        this.shuffle = shuffle;
        this.seed = seed;
        this.changes = [.. changes ?? []];
        foreach (BatchChange change in this.changes)
        {
            change.Check(data);
        }

        scratch = new float[this.changes.Select(change => change.ScratchLength(data)).DefaultIfEmpty().Max()];
        order = DatasetSplit.Range(0, data.Count);
        Reset(0);
    }

    /// <summary>The samples.</summary>
    public Dataset Data { get; }

    /// <summary>Rows per batch, but for the last.</summary>
    public int BatchSize { get; }

    /// <summary>Batches of one epoch, a small last one included.</summary>
    public int BatchesPerEpoch => (int)(((long)order.Length + BatchSize - 1) / BatchSize);

    /// <summary>The epoch whose order is being read.</summary>
    public int Epoch { get; private set; }

    /// <summary>Goes to the first batch of an epoch. Any epoch may follow any other: its order depends on nothing before.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    public void Reset(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
        position = 0;
        if (shuffle)
        {
            Shuffle.Permutation(order, seed, epoch);
        }
    }

    /// <summary>Writes the next rows.</summary>
    /// <param name="inputs">[<see cref="BatchSize"/>, inputs]; rows behind the last of a small batch are left as they are.</param>
    /// <param name="targets">[<see cref="BatchSize"/>, targets].</param>
    /// <returns>Number of rows written; 0 at the end of the epoch.</returns>
    /// <exception cref="ArgumentException">A span is too small for the rows.</exception>
    public int Next(Span<float> inputs, Span<float> targets)
    {
        int rows = Math.Min(BatchSize, order.Length - position);
        (int inputLength, int targetLength) = (Data.InputLength, Data.TargetLength);
        if (inputs.Length < (long)rows * inputLength || targets.Length < (long)rows * targetLength)
        {
            throw new ArgumentException(
                $"{Data.Name}: a batch of {rows} rows needs {(long)rows * inputLength} inputs and {(long)rows * targetLength} targets, "
                    + $"but the spans hold {inputs.Length} and {targets.Length}."
            );
        }

        Data.Read(order.AsSpan(position, rows), inputs[..(rows * inputLength)], targets[..(rows * targetLength)]);
        if (rows > 0)
        {
            Change(inputs[..(rows * inputLength)], targets[..(rows * targetLength)], rows);
        }

        position += rows;
        return rows;
    }

    private void Change(Span<float> inputs, Span<float> targets, int rows)
    {
        for (int i = 0; i < changes.Length; i++)
        {
            RandomStream random = RandomStream.For(seed, "data/change", (ulong)Epoch).Derive((ulong)position).Derive((ulong)i);
            changes[i].Apply(Data, inputs, targets, rows, scratch, random);
        }
    }
}
