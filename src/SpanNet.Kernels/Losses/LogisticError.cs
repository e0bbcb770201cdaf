using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>
/// Binary cross-entropy of a logit x with a target y in [0, 1]: p·y·ln(1 + e⁻ˣ) + (1 − y)·ln(1 + eˣ), in the stable form with
/// ln(1 + e^±x) = max(±x, 0) + ln(1 + e^−|x|); derivative (1 − y)·σ(x) − p·y·σ(−x), each sigmoid accurate where it is small.
/// </summary>
/// <param name="positiveWeight">p, the weight of positive targets.</param>
public readonly struct LogisticError(float positiveWeight) : IElementLoss
{
    /// <summary>Far below the x where e^−|x| is flushed to 0, so that the loss with target 0 is 0.</summary>
    public static float Neutral => -200f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Evaluate<V>(V x, V y, out V derivative)
        where V : struct, ISimd<V>
    {
        V one = V.Create(1f);
        V e = Exp.Of(-V.Abs(x));
        V log = Log1p.Of(e);
        V large = one / (one + e);
        V small = e * large;
        V negative = V.LessThan(x, V.Zero);
        V positives = V.Create(positiveWeight) * y;
        V negatives = one - y;

        derivative = V.Fma(negatives, V.Select(negative, small, large), -(positives * V.Select(negative, large, small)));
        return V.Fma(positives, V.Max(V.Zero, -x) + log, negatives * (V.Max(V.Zero, x) + log));
    }
}
