using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// All terms: ĝ = scale · clamp(g, −cut, cut) + L2·w + L1·sign(w), w ← keep·w − rate · direction. Parameters that decay stop above
/// the denormal range (see <see cref="DecayFloor"/>).
/// </summary>
internal readonly struct PenalizedForm(in UpdateTerms terms) : IUpdateForm<PenalizedForm>
{
    private readonly float minusRate = -terms.Rate;
    private readonly float cut = terms.Cut;
    private readonly float scale = terms.Scale;
    private readonly float l1 = terms.L1;
    private readonly float l2 = terms.L2;
    private readonly float keep = terms.Keep;

    public static PenalizedForm Of(in UpdateTerms terms) => new(in terms);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient<V>(V w, V g)
        where V : struct, ISimd<V>
    {
        V clipped = V.Create(scale) * V.Min(V.Create(cut), V.Max(V.Create(-cut), g));
        V sign = V.Select(V.Equal(w, V.Zero), V.Zero, V.CopySign(V.Create(l1), w));
        return V.Fma(V.Create(l2), w, clipped) + sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Move<V>(V w, V direction)
        where V : struct, ISimd<V> => DecayFloor.Decay(V.Create(keep), w, V.Create(minusRate), direction);
}
