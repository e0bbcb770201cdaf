using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// c[n] ← start + a[k] · B[k, n] for a single row: B streams by once, eight vectors of columns at a time. Each element is the same chain
/// as in <see cref="Product"/>.
/// </summary>
internal ref struct RowProduct : ISimdKernel
{
    public int K;

    /// <summary>a[p] lies at A + p·AColumn.</summary>
    public ref readonly float A;
    public nint AColumn;

    /// <summary>Row p of panel j lies at B + j·BPanel + 16p.</summary>
    public ref readonly float B;
    public nint BPanel;

    /// <summary>Where the chains begin, one element per column; a null reference for 0.</summary>
    public ref readonly float Start;

    /// <summary>The columns, contiguous.</summary>
    public ref float C;

    /// <summary>Number of columns; the rest of the last panel is not written.</summary>
    public int Columns;

    /// <summary>Whether the last columns come first: what a call before has read last is still in the cache.</summary>
    public bool FromEnd;

    /// <summary>Computes the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        // Safety: columns lie inside B, C and Start, which the entry points of Gemm have checked.
        ref float a = ref Unsafe.AsRef(in A);
        int columns = Columns;
        int width = RowKernel.MaxVectors * V.Count;
        int groups = (columns + width - 1) / width;
        for (int group = 0; group < groups; group++)
        {
            int j = (FromEnd ? groups - 1 - group : group) * width;
            int vectors = Math.Min(RowKernel.MaxVectors, (columns - j + V.Count - 1) / V.Count);
            int last = Math.Min(V.Count, columns - j - ((vectors - 1) * V.Count));
            ref float b = ref Unsafe.Add(ref Unsafe.AsRef(in B), ((j >> 4) * BPanel) + (j & 15));
            ref float start = ref Unsafe.IsNullRef(in Start) ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref Unsafe.AsRef(in Start), j);
            TileKernel.Row<V>(vectors, K, ref a, AColumn, ref b, BPanel, ref start, ref Unsafe.Add(ref C, j), last);
        }
    }
}
