using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Data;

/// <summary>
/// Mixes each row of a batch with the row behind it (the last with the first), inputs and targets alike: λ·a + (1 − λ)·b with λ drawn from
/// Beta(α, α) for every row. The order of the rows being random, so are the pairs. Inputs must be numbers, not indices; targets numbers or
/// probabilities: an <see cref="OneHotDataset"/> makes these of classes. Zhang et al. 2018.
/// </summary>
public sealed class Mixup : BatchChange
{
    /// <summary>A mixture of pairs.</summary>
    /// <param name="alpha">α, above 0 and at most 1: near 0 hardly anything is mixed, at 1 all shares are as likely.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public Mixup(float alpha = 1f) =>
        Alpha = alpha is > 0f and <= 1f
            ? alpha
            : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a number above 0 and at most 1.");

    /// <summary>α of Beta(α, α).</summary>
    public float Alpha { get; }

    /// <inheritdoc/>
    public override void Check(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ClassNames is not null && data.TargetLength != data.ClassNames.Count)
        {
            throw new ArgumentException(
                $"{data.Name}: mixup needs targets that can be mixed, but these are class indices; a {nameof(OneHotDataset)} makes them probabilities.",
                nameof(data)
            );
        }
    }

    /// <inheritdoc/>
    public override int ScratchLength(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.InputLength + data.TargetLength;
    }

    /// <inheritdoc/>
    public override void Apply(Dataset data, Span<float> inputs, Span<float> targets, int rows, Span<float> scratch, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(data);
        Span<float> firstInput = scratch[..data.InputLength];
        Span<float> firstTarget = scratch.Slice(data.InputLength, data.TargetLength);
        inputs[..firstInput.Length].CopyTo(firstInput);
        targets[..firstTarget.Length].CopyTo(firstTarget);
        for (int row = 0; row < rows; row++)
        {
            float share = Share(random.Derive((ulong)row));
            bool isLast = row == rows - 1;
            Mix(share, inputs[(row * firstInput.Length)..], isLast, firstInput);
            Mix(share, targets[(row * firstTarget.Length)..], isLast, firstTarget);
        }
    }

    /// <summary>
    /// λ: with a = u^(1/α) and b = v^(1/α) of uniform u and v, a / (a + b) where a + b ≤ 1, which happens at least every other time. Jöhnk
    /// 1964; by logarithms, because powers underflow.
    /// </summary>
    private float Share(RandomStream random)
    {
        Span<float> logarithms = stackalloc float[2];
        Span<float> powers = stackalloc float[2];
        for (ulong trial = 0; ; trial++)
        {
            random.Uniform(logarithms, 2 * trial);
            foreach (ref float u in logarithms)
            {
                u = 1f - u; // Of (0, 1] in place of [0, 1).
            }

            Map.Run(default(Log), logarithms, logarithms);
            foreach (ref float logarithm in logarithms)
            {
                logarithm /= Alpha;
            }

            Map.Run(default(Exp), logarithms, powers);
            if (powers[0] + powers[1] <= 1f)
            {
                Span<float> ratio = powers[..1];
                ratio[0] = logarithms[1] - logarithms[0];
                Map.Run(default(Exp), ratio, ratio);
                return 1f / (1f + ratio[0]);
            }
        }
    }

    /// <summary>The first row of <paramref name="rows"/> mixed with the second, or with the first of the batch.</summary>
    private static void Mix(float share, Span<float> rows, bool isLast, ReadOnlySpan<float> first)
    {
        Span<float> row = rows[..first.Length];
        ReadOnlySpan<float> next = isLast ? first : rows.Slice(first.Length, first.Length);
        Zip.Run(new WeightedSum(share, 1f - share), row, next, row);
    }
}
