using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>y[i, j] = (x[i, j] − mean[j]) · scale[j] + shift[j] of one chunk; y may be x.</summary>
internal readonly ref struct AffineBody(
    ReadOnlySpan<float> x,
    ReadOnlySpan<float> mean,
    ReadOnlySpan<float> scale,
    ReadOnlySpan<float> shift,
    int rows,
    Span<float> y
) : IColumnBody
{
    private readonly ReadOnlySpan<float> x = x;
    private readonly ReadOnlySpan<float> mean = mean;
    private readonly ReadOnlySpan<float> scale = scale;
    private readonly ReadOnlySpan<float> shift = shift;
    private readonly int rows = rows;
    private readonly Span<float> y = y;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V, TEdge>(nint j, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: x and y hold rows · columns floats, the others one per column; j + count never exceeds the columns.
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float py = ref MemoryMarshal.GetReference(y);
        nint columns = scale.Length;
        V m = TEdge.Load<V>(ref MemoryMarshal.GetReference(mean), j, count);
        V a = TEdge.Load<V>(ref MemoryMarshal.GetReference(scale), j, count);
        V b = TEdge.Load<V>(ref MemoryMarshal.GetReference(shift), j, count);
        nint at = j;
        int i = 0;
        for (; i <= rows - 4; i += 4, at += 4 * columns)
        {
            TEdge.Store(V.Fma(TEdge.Load<V>(ref px, at, count) - m, a, b), ref py, at, count);
            TEdge.Store(V.Fma(TEdge.Load<V>(ref px, at + columns, count) - m, a, b), ref py, at + columns, count);
            TEdge.Store(V.Fma(TEdge.Load<V>(ref px, at + (2 * columns), count) - m, a, b), ref py, at + (2 * columns), count);
            TEdge.Store(V.Fma(TEdge.Load<V>(ref px, at + (3 * columns), count) - m, a, b), ref py, at + (3 * columns), count);
        }

        for (; i < rows; i++, at += columns)
        {
            TEdge.Store(V.Fma(TEdge.Load<V>(ref px, at, count) - m, a, b), ref py, at, count);
        }
    }
}
