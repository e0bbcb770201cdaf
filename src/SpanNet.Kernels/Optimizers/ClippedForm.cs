using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>Rate and clipping: ĝ = scale · clamp(g, −cut, cut), w ← w − rate · direction.</summary>
internal readonly struct ClippedForm(in UpdateTerms terms) : IUpdateForm<ClippedForm>
{
    private readonly float minusRate = -terms.Rate;
    private readonly float cut = terms.Cut;
    private readonly float scale = terms.Scale;

    public static ClippedForm Of(in UpdateTerms terms) => new(in terms);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient<V>(V w, V g)
        where V : struct, ISimd<V> => V.Create(scale) * V.Min(V.Create(cut), V.Max(V.Create(-cut), g));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Move<V>(V w, V direction)
        where V : struct, ISimd<V> => V.Fma(direction, V.Create(minusRate), w);
}
