using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>The rate alone: ĝ = g, w ← w − rate · direction.</summary>
internal readonly struct PlainForm(in UpdateTerms terms) : IUpdateForm<PlainForm>
{
    private readonly float minusRate = -terms.Rate;

    public static PlainForm Of(in UpdateTerms terms) => new(in terms);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient<V>(V w, V g)
        where V : struct, ISimd<V> => g;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Move<V>(V w, V direction)
        where V : struct, ISimd<V> => V.Fma(direction, V.Create(minusRate), w);
}
