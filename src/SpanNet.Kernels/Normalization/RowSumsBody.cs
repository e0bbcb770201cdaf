using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// sums[j] = Σᵢ dy[i, j] and products[j] = Σᵢ dy[i, j] · (x[i, j] − mean[i]) · inverse[i] of one chunk. Even rows go to one chain, odd
/// rows to another; both are added at the end.
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V, TEdge>(nint j, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: dy and x hold a row of columns for every mean and inverse; j + count never exceeds the columns.
        ref float pg = ref MemoryMarshal.GetReference(dy);
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float pm = ref MemoryMarshal.GetReference(mean);
        ref float ps = ref MemoryMarshal.GetReference(inverse);
        nint columns = sums.Length;
        int rows = mean.Length;
        V s0 = V.Zero;
        V s1 = V.Zero;
        V p0 = V.Zero;
        V p1 = V.Zero;
        nint at = j;
        int i = 0;
        for (; i <= rows - 2; i += 2, at += 2 * columns)
        {
            V g0 = TEdge.Load<V>(ref pg, at, count);
            V g1 = TEdge.Load<V>(ref pg, at + columns, count);
            V n0 = (TEdge.Load<V>(ref px, at, count) - V.Create(Unsafe.Add(ref pm, i))) * V.Create(Unsafe.Add(ref ps, i));
            V n1 = (TEdge.Load<V>(ref px, at + columns, count) - V.Create(Unsafe.Add(ref pm, i + 1))) * V.Create(Unsafe.Add(ref ps, i + 1));
            s0 += g0;
            s1 += g1;
            p0 = V.Fma(g0, n0, p0);
            p1 = V.Fma(g1, n1, p1);
        }

        if (i < rows)
        {
            V g = TEdge.Load<V>(ref pg, at, count);
            V n = (TEdge.Load<V>(ref px, at, count) - V.Create(Unsafe.Add(ref pm, i))) * V.Create(Unsafe.Add(ref ps, i));
            s0 += g;
            p0 = V.Fma(g, n, p0);
        }

        TEdge.Store(s0 + s1, ref MemoryMarshal.GetReference(sums), j, count);
        TEdge.Store(p0 + p1, ref MemoryMarshal.GetReference(products), j, count);
    }
}
