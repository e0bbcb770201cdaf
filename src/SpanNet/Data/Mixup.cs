using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Data;

/// <summary>
/// Mixes each row of a batch with the row behind it (the last with the first), inputs and targets alike: λ·a + (1 − λ)·b with λ uniform on
/// [0, 1). The order of the rows being random, so are the pairs. Targets must be numbers or probabilities: a mixture of two class indices
/// means nothing. Zhang et al. 2018, with α = 1.
/// </summary>
public sealed class Mixup : BatchChange
{
    private readonly float[] firstInput;
    private readonly float[] firstTarget;

    /// <summary>Reserves the memory for one sample of <paramref name="data"/>.</summary>
    /// <exception cref="ArgumentException">The targets are class indices.</exception>
    public Mixup(Dataset data)
    {
        Check(data);
        firstInput = new float[data.InputLength];
        firstTarget = new float[data.TargetLength];
    }

    /// <inheritdoc/>
    public override void Check(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ClassNames is not null)
        {
            throw new ArgumentException($"{data.Name}: mixup needs targets that can be mixed, but these are class indices.", nameof(data));
        }
    }

    /// <inheritdoc/>
    public override void Apply(Dataset data, Span<float> inputs, Span<float> targets, int rows, RandomStream random)
    {
        inputs[..firstInput.Length].CopyTo(firstInput);
        targets[..firstTarget.Length].CopyTo(firstTarget);
        Span<float> share = stackalloc float[1];
        for (int row = 0; row < rows; row++)
        {
            random.Uniform(share, (ulong)row);
            bool isLast = row == rows - 1;
            Mix(share[0], inputs[(row * firstInput.Length)..], isLast, firstInput);
            Mix(share[0], targets[(row * firstTarget.Length)..], isLast, firstTarget);
        }
    }

    /// <summary>The first row of <paramref name="rows"/> mixed with the second, or with the first of the batch.</summary>
    private static void Mix(float share, Span<float> rows, bool isLast, float[] first)
    {
        Span<float> row = rows[..first.Length];
        ReadOnlySpan<float> next = isLast ? first : rows.Slice(first.Length, first.Length);
        Zip.Run(new WeightedSum(share, 1f - share), row, next, row);
    }
}
