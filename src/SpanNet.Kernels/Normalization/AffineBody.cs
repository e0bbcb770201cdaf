using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>y[i, j] = f((x[i, j] − mean[j]) · scale[j] + shift[j]); y may be x.</summary>
internal readonly ref struct AffineBody<TFunction>(ReadOnlySpan<float> x, ColumnAffineTerms terms, Span<float> y) : IColumnBody
    where TFunction : struct, IMap
{
    private readonly ReadOnlySpan<float> x = x;
    private readonly ColumnAffineTerms terms = terms;
    private readonly Span<float> y = y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Four<V, TEdge>(nint j, nint at, nint stride, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: x and y hold the rows that the kernel walks, the others one float per column; j + count never exceeds the columns.
        TFunction f = default;
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float py = ref MemoryMarshal.GetReference(y);
        V m = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Mean), j, count);
        V a = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Scale), j, count);
        V b = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Shift), j, count);
        TEdge.Store(f.Invoke(V.Fma(TEdge.Load<V>(ref px, at, count) - m, a, b)), ref py, at, count);
        at += stride;
        TEdge.Store(f.Invoke(V.Fma(TEdge.Load<V>(ref px, at, count) - m, a, b)), ref py, at, count);
        at += stride;
        TEdge.Store(f.Invoke(V.Fma(TEdge.Load<V>(ref px, at, count) - m, a, b)), ref py, at, count);
        at += stride;
        TEdge.Store(f.Invoke(V.Fma(TEdge.Load<V>(ref px, at, count) - m, a, b)), ref py, at, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void One<V, TEdge>(nint j, nint at, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        V m = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Mean), j, count);
        V a = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Scale), j, count);
        V b = TEdge.Load<V>(ref MemoryMarshal.GetReference(terms.Shift), j, count);
        V z = V.Fma(TEdge.Load<V>(ref MemoryMarshal.GetReference(x), at, count) - m, a, b);
        TEdge.Store(default(TFunction).Invoke(z), ref MemoryMarshal.GetReference(y), at, count);
    }
}
