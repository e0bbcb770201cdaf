using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// sums[j] += Σᵢ dy[i, j] and products[j] += Σᵢ dy[i, j] · (x[i, j] − mean[j]), in the order of <see cref="SumsBody"/>.
/// </summary>
internal readonly ref struct GradientSumsBody(
    ReadOnlySpan<float> dy,
    ReadOnlySpan<float> x,
    ReadOnlySpan<float> mean,
    Span<float> sums,
    Span<float> products
) : IColumnBody
{
    private readonly ReadOnlySpan<float> dy = dy;
    private readonly ReadOnlySpan<float> x = x;
    private readonly ReadOnlySpan<float> mean = mean;
    private readonly Span<float> sums = sums;
    private readonly Span<float> products = products;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Four<V, TEdge>(nint j, nint at, nint stride, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: dy and x hold the rows that the kernel walks, the others one float per column; j + count never exceeds the columns.
        ref float pg = ref MemoryMarshal.GetReference(dy);
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float ps = ref MemoryMarshal.GetReference(sums);
        ref float pp = ref MemoryMarshal.GetReference(products);
        V m = TEdge.Load<V>(ref MemoryMarshal.GetReference(mean), j, count);
        V g0 = TEdge.Load<V>(ref pg, at, count);
        V g1 = TEdge.Load<V>(ref pg, at + stride, count);
        V g2 = TEdge.Load<V>(ref pg, at + (2 * stride), count);
        V g3 = TEdge.Load<V>(ref pg, at + (3 * stride), count);
        V even = g0 * (TEdge.Load<V>(ref px, at, count) - m);
        V odd = g1 * (TEdge.Load<V>(ref px, at + stride, count) - m);
        even = V.Fma(g2, TEdge.Load<V>(ref px, at + (2 * stride), count) - m, even);
        odd = V.Fma(g3, TEdge.Load<V>(ref px, at + (3 * stride), count) - m, odd);
        TEdge.Store(TEdge.Load<V>(ref ps, j, count) + (g0 + g2 + (g1 + g3)), ref ps, j, count);
        TEdge.Store(TEdge.Load<V>(ref pp, j, count) + (even + odd), ref pp, j, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void One<V, TEdge>(nint j, nint at, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        ref float ps = ref MemoryMarshal.GetReference(sums);
        ref float pp = ref MemoryMarshal.GetReference(products);
        V g = TEdge.Load<V>(ref MemoryMarshal.GetReference(dy), at, count);
        V d = TEdge.Load<V>(ref MemoryMarshal.GetReference(x), at, count) - TEdge.Load<V>(ref MemoryMarshal.GetReference(mean), j, count);
        TEdge.Store(TEdge.Load<V>(ref ps, j, count) + g, ref ps, j, count);
        TEdge.Store(V.Fma(g, d, TEdge.Load<V>(ref pp, j, count)), ref pp, j, count);
    }
}
