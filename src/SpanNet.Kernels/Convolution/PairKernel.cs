using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The micro-kernel of two neighbours, which read the same numbers of A except for the first and the last <see cref="TileLayout.Edge"/>
/// of a segment: what is read once serves both. Every element is the chain of <see cref="MicroKernel"/>, so its bits are the same.
/// </summary>
/// <remarks>
/// Two vectors: a neighbour fills one each, both read the rows of B, the second Edge rows later: two multiply-adds for one number of A
/// make the loads fewer than the arithmetic. One vector: a neighbour fills one half, and a row of B holds what both need. The edges
/// concern one neighbour alone. They leave the other's sums as they are: it is given the product 0 · −0, since its own with 0 might not (−0, ∞, NaN).
/// </remarks>
internal static class PairKernel
{
    private static ReadOnlySpan<float> Lanes => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    // csharpier-ignore-start
    /// <summary>A tile with <paramref name="rows"/> rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V, TVectors>(int rows, ref readonly TileLayout layout, ref float a, ref float b, ref float start, ref float c)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        switch (rows)
        {
            case 1: Tile<V, One, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 2: Tile<V, Two, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 3: Tile<V, Three, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 4: Tile<V, Four, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 5: Tile<V, Five, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 6: Tile<V, Six, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 7: Tile<V, Seven, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 8: Tile<V, Eight, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 9: Tile<V, Nine, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 10: Tile<V, Ten, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 11: Tile<V, Eleven, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            case 12: Tile<V, Twelve, TVectors>(in layout, ref a, ref b, ref start, ref c); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<V, TRows, TVectors>(ref readonly TileLayout t, ref float a, ref float b, ref float start, ref float c)
        where V : struct, ISimd<V>
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        V c0x = V.Zero, c0y = V.Zero, c1x = V.Zero, c1y = V.Zero, c2x = V.Zero, c2y = V.Zero;
        V c3x = V.Zero, c3y = V.Zero, c4x = V.Zero, c4y = V.Zero, c5x = V.Zero, c5y = V.Zero;
        V c6x = V.Zero, c6y = V.Zero, c7x = V.Zero, c7y = V.Zero, c8x = V.Zero, c8y = V.Zero;
        V c9x = V.Zero, c9y = V.Zero, c10x = V.Zero, c10y = V.Zero, c11x = V.Zero, c11y = V.Zero;

        // Safety: the callers hand in tiles inside A, B and C; A reaches Edge numbers beyond a segment, B is read inside its rows.
        nint lds = t.StartRow, sv = t.StartVector;
        if (!Unsafe.IsNullRef(ref start))
        {
            if (TRows.Value > 0) { c0x = V.Load(ref start, 0); if (TVectors.Value > 1) { c0y = V.Load(ref start, sv); } }
            if (TRows.Value > 1) { c1x = V.Load(ref start, 1 * lds); if (TVectors.Value > 1) { c1y = V.Load(ref start, (1 * lds) + sv); } }
            if (TRows.Value > 2) { c2x = V.Load(ref start, 2 * lds); if (TVectors.Value > 1) { c2y = V.Load(ref start, (2 * lds) + sv); } }
            if (TRows.Value > 3) { c3x = V.Load(ref start, 3 * lds); if (TVectors.Value > 1) { c3y = V.Load(ref start, (3 * lds) + sv); } }
            if (TRows.Value > 4) { c4x = V.Load(ref start, 4 * lds); if (TVectors.Value > 1) { c4y = V.Load(ref start, (4 * lds) + sv); } }
            if (TRows.Value > 5) { c5x = V.Load(ref start, 5 * lds); if (TVectors.Value > 1) { c5y = V.Load(ref start, (5 * lds) + sv); } }
            if (TRows.Value > 6) { c6x = V.Load(ref start, 6 * lds); if (TVectors.Value > 1) { c6y = V.Load(ref start, (6 * lds) + sv); } }
            if (TRows.Value > 7) { c7x = V.Load(ref start, 7 * lds); if (TVectors.Value > 1) { c7y = V.Load(ref start, (7 * lds) + sv); } }
            if (TRows.Value > 8) { c8x = V.Load(ref start, 8 * lds); if (TVectors.Value > 1) { c8y = V.Load(ref start, (8 * lds) + sv); } }
            if (TRows.Value > 9) { c9x = V.Load(ref start, 9 * lds); if (TVectors.Value > 1) { c9y = V.Load(ref start, (9 * lds) + sv); } }
            if (TRows.Value > 10) { c10x = V.Load(ref start, 10 * lds); if (TVectors.Value > 1) { c10y = V.Load(ref start, (10 * lds) + sv); } }
            if (TRows.Value > 11) { c11x = V.Load(ref start, 11 * lds); if (TVectors.Value > 1) { c11y = V.Load(ref start, (11 * lds) + sv); } }
        }

        V lanes = V.Load(ref MemoryMarshal.GetReference(Lanes), 0), half = V.Create(V.Count / 2), first = V.LessThan(lanes, half), second = V.LessThan(half - V.Create(1), lanes);
        nint r1 = t.ARow * sizeof(float), r3 = 3 * r1, r5 = 5 * r1, cs = t.AColumn * sizeof(float);
        nint ldb = t.BRow * sizeof(float), edge = t.Edge, shared = t.Length - edge, back = -edge * ldb;
        for (nint segment = 0; segment < t.Segments; segment++)
        {
            ref float a0 = ref Unsafe.Add(ref a, Unsafe.Add(ref Unsafe.AsRef(in t.Offsets), segment));
            ref float a6 = ref Unsafe.AddByteOffset(ref a0, TRows.Value > 6 ? 6 * r1 : 0);
            for (nint k = edge; k != 0; k--)
            {
                V bx = V.Load(ref b, 0);
                if (TRows.Value > 0) { Edge<V, TVectors>(ref c0x, ref a0, 0, 0, bx, first); }
                if (TRows.Value > 1) { Edge<V, TVectors>(ref c1x, ref a0, r1, 1, bx, first); }
                if (TRows.Value > 2) { Edge<V, TVectors>(ref c2x, ref a0, r1, 2, bx, first); }
                if (TRows.Value > 3) { Edge<V, TVectors>(ref c3x, ref a0, r3, 1, bx, first); }
                if (TRows.Value > 4) { Edge<V, TVectors>(ref c4x, ref a0, r1, 4, bx, first); }
                if (TRows.Value > 5) { Edge<V, TVectors>(ref c5x, ref a0, r5, 1, bx, first); }
                if (TRows.Value > 6) { Edge<V, TVectors>(ref c6x, ref a6, 0, 0, bx, first); }
                if (TRows.Value > 7) { Edge<V, TVectors>(ref c7x, ref a6, r1, 1, bx, first); }
                if (TRows.Value > 8) { Edge<V, TVectors>(ref c8x, ref a6, r1, 2, bx, first); }
                if (TRows.Value > 9) { Edge<V, TVectors>(ref c9x, ref a6, r3, 1, bx, first); }
                if (TRows.Value > 10) { Edge<V, TVectors>(ref c10x, ref a6, r1, 4, bx, first); }
                if (TRows.Value > 11) { Edge<V, TVectors>(ref c11x, ref a6, r5, 1, bx, first); }

                a0 = ref Unsafe.AddByteOffset(ref a0, cs);
                if (TRows.Value > 6) { a6 = ref Unsafe.AddByteOffset(ref a6, cs); }
                b = ref Unsafe.AddByteOffset(ref b, ldb);
            }

            for (nint k = shared; k != 0; k--)
            {
                MicroKernel.Step<V, TRows, TVectors>(ref a0, ref a6, r1, r3, r5, ref b, back, 0, ref c0x, ref c0y, ref c1x, ref c1y, ref c2x, ref c2y, ref c3x, ref c3y, ref c4x, ref c4y, ref c5x, ref c5y, ref c6x, ref c6y, ref c7x, ref c7y, ref c8x, ref c8y, ref c9x, ref c9y, ref c10x, ref c10y, ref c11x, ref c11y);
                a0 = ref Unsafe.AddByteOffset(ref a0, cs);
                if (TRows.Value > 6) { a6 = ref Unsafe.AddByteOffset(ref a6, cs); }
                b = ref Unsafe.AddByteOffset(ref b, ldb);
            }

            b = ref Unsafe.AddByteOffset(ref b, TVectors.Value > 1 ? back : 0);
            for (nint k = edge; k != 0; k--)
            {
                V by = V.Load(ref b, 0);
                if (TRows.Value > 0) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c0y, ref a0, 0, 0, by, second); } else { Edge<V, TVectors>(ref c0x, ref a0, 0, 0, by, second); } }
                if (TRows.Value > 1) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c1y, ref a0, r1, 1, by, second); } else { Edge<V, TVectors>(ref c1x, ref a0, r1, 1, by, second); } }
                if (TRows.Value > 2) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c2y, ref a0, r1, 2, by, second); } else { Edge<V, TVectors>(ref c2x, ref a0, r1, 2, by, second); } }
                if (TRows.Value > 3) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c3y, ref a0, r3, 1, by, second); } else { Edge<V, TVectors>(ref c3x, ref a0, r3, 1, by, second); } }
                if (TRows.Value > 4) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c4y, ref a0, r1, 4, by, second); } else { Edge<V, TVectors>(ref c4x, ref a0, r1, 4, by, second); } }
                if (TRows.Value > 5) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c5y, ref a0, r5, 1, by, second); } else { Edge<V, TVectors>(ref c5x, ref a0, r5, 1, by, second); } }
                if (TRows.Value > 6) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c6y, ref a6, 0, 0, by, second); } else { Edge<V, TVectors>(ref c6x, ref a6, 0, 0, by, second); } }
                if (TRows.Value > 7) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c7y, ref a6, r1, 1, by, second); } else { Edge<V, TVectors>(ref c7x, ref a6, r1, 1, by, second); } }
                if (TRows.Value > 8) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c8y, ref a6, r1, 2, by, second); } else { Edge<V, TVectors>(ref c8x, ref a6, r1, 2, by, second); } }
                if (TRows.Value > 9) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c9y, ref a6, r3, 1, by, second); } else { Edge<V, TVectors>(ref c9x, ref a6, r3, 1, by, second); } }
                if (TRows.Value > 10) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c10y, ref a6, r1, 4, by, second); } else { Edge<V, TVectors>(ref c10x, ref a6, r1, 4, by, second); } }
                if (TRows.Value > 11) { if (TVectors.Value > 1) { Edge<V, TVectors>(ref c11y, ref a6, r5, 1, by, second); } else { Edge<V, TVectors>(ref c11x, ref a6, r5, 1, by, second); } }

                a0 = ref Unsafe.AddByteOffset(ref a0, cs);
                if (TRows.Value > 6) { a6 = ref Unsafe.AddByteOffset(ref a6, cs); }
                b = ref Unsafe.AddByteOffset(ref b, ldb);
            }
        }

        nint ldc = t.CRow, cv = t.CVector;
        if (TRows.Value > 0) { c0x.Store(ref c, 0); if (TVectors.Value > 1) { c0y.Store(ref c, cv); } }
        if (TRows.Value > 1) { c1x.Store(ref c, 1 * ldc); if (TVectors.Value > 1) { c1y.Store(ref c, (1 * ldc) + cv); } }
        if (TRows.Value > 2) { c2x.Store(ref c, 2 * ldc); if (TVectors.Value > 1) { c2y.Store(ref c, (2 * ldc) + cv); } }
        if (TRows.Value > 3) { c3x.Store(ref c, 3 * ldc); if (TVectors.Value > 1) { c3y.Store(ref c, (3 * ldc) + cv); } }
        if (TRows.Value > 4) { c4x.Store(ref c, 4 * ldc); if (TVectors.Value > 1) { c4y.Store(ref c, (4 * ldc) + cv); } }
        if (TRows.Value > 5) { c5x.Store(ref c, 5 * ldc); if (TVectors.Value > 1) { c5y.Store(ref c, (5 * ldc) + cv); } }
        if (TRows.Value > 6) { c6x.Store(ref c, 6 * ldc); if (TVectors.Value > 1) { c6y.Store(ref c, (6 * ldc) + cv); } }
        if (TRows.Value > 7) { c7x.Store(ref c, 7 * ldc); if (TVectors.Value > 1) { c7y.Store(ref c, (7 * ldc) + cv); } }
        if (TRows.Value > 8) { c8x.Store(ref c, 8 * ldc); if (TVectors.Value > 1) { c8y.Store(ref c, (8 * ldc) + cv); } }
        if (TRows.Value > 9) { c9x.Store(ref c, 9 * ldc); if (TVectors.Value > 1) { c9y.Store(ref c, (9 * ldc) + cv); } }
        if (TRows.Value > 10) { c10x.Store(ref c, 10 * ldc); if (TVectors.Value > 1) { c10y.Store(ref c, (10 * ldc) + cv); } }
        if (TRows.Value > 11) { c11x.Store(ref c, 11 * ldc); if (TVectors.Value > 1) { c11y.Store(ref c, (11 * ldc) + cv); } }
    }

    /// <summary>A step that concerns one neighbour: of two in one vector, the lanes of the other are given 0 · −0 = −0, which changes no sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Edge<V, TVectors>(ref V sum, ref readonly float a, nint stride, nint times, V b, V own)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        if (TVectors.Value > 1) { V.AccumulateBroadcast(ref sum, b, in Unsafe.AddByteOffset(ref Unsafe.AsRef(in a), times * stride), 0); }
        else { V.Accumulate(ref sum, b, V.Broadcast(in Unsafe.AddByteOffset(ref Unsafe.AsRef(in a), times * stride), 0, own)); }
    }
    // csharpier-ignore-end
}
