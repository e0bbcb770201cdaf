using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// sums[j] += Σᵢ dy[i, j] and products[j] += Σᵢ dy[i, j] · (x[i, j] − mean[i]) · inverse[i], in the order of <see cref="SumsBody"/>.
/// </summary>
internal readonly ref struct RowSumsBody(
    ReadOnlySpan<float> dy,
    ReadOnlySpan<float> x,
    ReadOnlySpan<float> mean,
    ReadOnlySpan<float> inverse,
    Span<float> sums,
    Span<float> products
) : IColumnBody
{
    private readonly ReadOnlySpan<float> dy = dy;
    private readonly ReadOnlySpan<float> x = x;
    private readonly ReadOnlySpan<float> mean = mean;
    private readonly ReadOnlySpan<float> inverse = inverse;
    private readonly Span<float> sums = sums;
    private readonly Span<float> products = products;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Four<V, TEdge>(nint j, nint at, nint stride, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: dy and x hold the rows that the kernel walks, mean and inverse one float per row, the others one per column.
        nint i = at / sums.Length;
        ref float pg = ref MemoryMarshal.GetReference(dy);
        ref float ps = ref MemoryMarshal.GetReference(sums);
        ref float pp = ref MemoryMarshal.GetReference(products);
        V g0 = TEdge.Load<V>(ref pg, at, count);
        V g1 = TEdge.Load<V>(ref pg, at + stride, count);
        V g2 = TEdge.Load<V>(ref pg, at + (2 * stride), count);
        V g3 = TEdge.Load<V>(ref pg, at + (3 * stride), count);
        V even = V.Fma(g2, Normal<V, TEdge>(i + 2, at + (2 * stride), count), g0 * Normal<V, TEdge>(i, at, count));
        V odd = V.Fma(g3, Normal<V, TEdge>(i + 3, at + (3 * stride), count), g1 * Normal<V, TEdge>(i + 1, at + stride, count));
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
        TEdge.Store(TEdge.Load<V>(ref ps, j, count) + g, ref ps, j, count);
        TEdge.Store(V.Fma(g, Normal<V, TEdge>(at / sums.Length, at, count), TEdge.Load<V>(ref pp, j, count)), ref pp, j, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Normal<V, TEdge>(nint i, nint at, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        V m = V.Create(Unsafe.Add(ref MemoryMarshal.GetReference(mean), i));
        V s = V.Create(Unsafe.Add(ref MemoryMarshal.GetReference(inverse), i));
        return (TEdge.Load<V>(ref MemoryMarshal.GetReference(x), at, count) - m) * s;
    }
}
