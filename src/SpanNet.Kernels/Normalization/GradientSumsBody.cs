using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// sums[j] = Σᵢ dy[i, j] and products[j] = Σᵢ dy[i, j] · (x[i, j] − mean[j]) of one chunk, in the order of <see cref="MomentsBody"/>.
/// </summary>
internal readonly ref struct GradientSumsBody(
    ReadOnlySpan<float> dy,
    ReadOnlySpan<float> x,
    ReadOnlySpan<float> mean,
    int rows,
    Span<float> sums,
    Span<float> products
) : IColumnBody
{
    private readonly ReadOnlySpan<float> dy = dy;
    private readonly ReadOnlySpan<float> x = x;
    private readonly ReadOnlySpan<float> mean = mean;
    private readonly int rows = rows;
    private readonly Span<float> sums = sums;
    private readonly Span<float> products = products;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V, TEdge>(nint j, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: dy and x hold rows · columns floats, the others one per column; j + count never exceeds the columns.
        ref float pg = ref MemoryMarshal.GetReference(dy);
        ref float px = ref MemoryMarshal.GetReference(x);
        nint columns = mean.Length;
        V m = TEdge.Load<V>(ref MemoryMarshal.GetReference(mean), j, count);
        V s0 = V.Zero;
        V s1 = V.Zero;
        V s2 = V.Zero;
        V s3 = V.Zero;
        V p0 = V.Zero;
        V p1 = V.Zero;
        V p2 = V.Zero;
        V p3 = V.Zero;
        nint at = j;
        int i = 0;
        for (; i <= rows - 4; i += 4, at += 4 * columns)
        {
            V g0 = TEdge.Load<V>(ref pg, at, count);
            V g1 = TEdge.Load<V>(ref pg, at + columns, count);
            V g2 = TEdge.Load<V>(ref pg, at + (2 * columns), count);
            V g3 = TEdge.Load<V>(ref pg, at + (3 * columns), count);
            s0 += g0;
            s1 += g1;
            s2 += g2;
            s3 += g3;
            p0 = V.Fma(g0, TEdge.Load<V>(ref px, at, count) - m, p0);
            p1 = V.Fma(g1, TEdge.Load<V>(ref px, at + columns, count) - m, p1);
            p2 = V.Fma(g2, TEdge.Load<V>(ref px, at + (2 * columns), count) - m, p2);
            p3 = V.Fma(g3, TEdge.Load<V>(ref px, at + (3 * columns), count) - m, p3);
        }

        for (; i < rows; i++, at += columns)
        {
            V g = TEdge.Load<V>(ref pg, at, count);
            s0 += g;
            p0 = V.Fma(g, TEdge.Load<V>(ref px, at, count) - m, p0);
        }

        TEdge.Store(s0 + s2 + (s1 + s3), ref MemoryMarshal.GetReference(sums), j, count);
        TEdge.Store(p0 + p2 + (p1 + p3), ref MemoryMarshal.GetReference(products), j, count);
    }
}
