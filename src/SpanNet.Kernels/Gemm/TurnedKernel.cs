using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// c[r, j] ← start + Σₚ dy[r, p] · W(j, p) over the sixteen columns p of one panel of W: the micro-kernel of dx = dy·Wᵀ for few rows. Blocks of W
/// are turned in registers, so that its inputs j fill the vectors, and meet every row at once. One chain per element, first to last.
/// </summary>
/// <remarks>
/// Eight columns of two vectors of inputs, and four rows: 16 + 8 accumulators + 1 of dy ≤ 32 registers (AVX-512, ARM64). Four columns of two vectors,
/// and two rows: 8 + 4 + 1 of dy ≤ 16 registers (AVX2). The accumulators go through C from one group of columns to the next.
/// </remarks>
internal static class TurnedKernel
{
    /// <summary>Floats between what is multiplied and what is asked for from the second-level cache or beyond.</summary>
    private const int Ahead = 512;

    /// <summary>Most columns that are turned at once: a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxColumns<V>()
        where V : struct, ISimd<V> => V.Count == 8 ? 4 : 8;

    /// <summary>Most vectors of inputs at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxVectors<V>()
        where V : struct, ISimd<V> => V.Count == 1 ? 1 : 2;

    /// <summary>Rows at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int MaxRows<V>()
        where V : struct, ISimd<V> => V.Count == 8 ? 2 : 4;

    /// <summary>As many columns of a vector's inputs as there are at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<V>(ref float w, out V x0, out V x1, out V x2, out V x3, out V x4, out V x5, out V x6, out V x7)
        where V : struct, ISimd<V>
    {
        if (MaxColumns<V>() == 4)
        {
            V.LoadColumns(ref w, Panels.Width, out x0, out x1, out x2, out x3);
            x4 = x5 = x6 = x7 = V.Zero;
        }
        else
        {
            V.LoadColumns(ref w, Panels.Width, out x0, out x1, out x2, out x3, out x4, out x5, out x6, out x7);
        }
    }

    /// <summary>
    /// Asks for what a panel holds behind the block at w that is <paramref name="inputs"/> high, so much ahead and so many lines as the columns that
    /// are turned from <paramref name="p"/> on take of its own.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask<V>(ref float w, nint p, nint inputs)
        where V : struct, ISimd<V>
    {
        nint ahead = Ahead + (p * inputs);
        for (nint line = 0; line < inputs * MaxColumns<V>() / Panels.Width; line++)
        {
            CacheHint.Line(ref w, ahead + (line * Panels.Width));
        }
    }

    // csharpier-ignore-start
    /// <summary>
    /// Rows of dy are <paramref name="ldy"/> floats apart, those of c <paramref name="ldc"/>; the inputs are
    /// <paramref name="steps"/> times TVectors vectors. The chains begin with c if <paramref name="continues"/>, else with 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, TVectors, TColumns>(int rows, int steps, ref float dy, nint ldy, int columns, ref float w, bool continues, ref float c, nint ldc)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
        where TColumns : struct, ICount
    {
        // Safety: the job hands in whole rows of dy, of the panel and of c.
        for (; steps > 0; steps--)
        {
            bool loads = continues;
            for (nint p = 0; p < columns; p += TColumns.Value)
            {
                if (V.Count == 8) { Ask<V>(ref w, p, TVectors.Value * V.Count); }

                V y0 = V.Zero, y1 = V.Zero, y2 = V.Zero, y3 = V.Zero, y4 = V.Zero, y5 = V.Zero, y6 = V.Zero, y7 = V.Zero;
                Load(ref Unsafe.Add(ref w, p), out V x0, out V x1, out V x2, out V x3, out V x4, out V x5, out V x6, out V x7);
                if (TVectors.Value > 1) { Load(ref Unsafe.Add(ref w, p + (V.Count * Panels.Width)), out y0, out y1, out y2, out y3, out y4, out y5, out y6, out y7); }

                ref float d0 = ref Unsafe.Add(ref dy, p);
                ref float e = ref c;
                int r = rows;
                V s;
                for (; r >= MaxRows<V>(); r -= MaxRows<V>())
                {
                    ref float d1 = ref Unsafe.Add(ref d0, ldy);
                    ref float d2 = ref Unsafe.Add(ref d1, ldy);
                    ref float d3 = ref Unsafe.Add(ref d2, ldy);
                    V c0x = V.Zero, c1x = V.Zero, c2x = V.Zero, c3x = V.Zero, c0y = V.Zero, c1y = V.Zero, c2y = V.Zero, c3y = V.Zero;
                    if (loads)
                    {
                        c0x = V.Load(ref e, 0); c1x = V.Load(ref e, ldc);
                        if (TVectors.Value > 1) { c0y = V.Load(ref e, V.Count); c1y = V.Load(ref e, ldc + V.Count); }
                        if (MaxRows<V>() > 2)
                        {
                            c2x = V.Load(ref e, 2 * ldc); c3x = V.Load(ref e, 3 * ldc);
                            if (TVectors.Value > 1) { c2y = V.Load(ref e, (2 * ldc) + V.Count); c3y = V.Load(ref e, (3 * ldc) + V.Count); }
                        }
                    }

                    if (TColumns.Value > 0)
                    {
                        s = V.Broadcast(ref d0, 0); V.Accumulate(ref c0x, s, x0); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y0); } s = V.Broadcast(ref d1, 0); V.Accumulate(ref c1x, s, x0); if (TVectors.Value > 1) { V.Accumulate(ref c1y, s, y0); }
                        if (MaxRows<V>() > 2) { s = V.Broadcast(ref d2, 0); V.Accumulate(ref c2x, s, x0); if (TVectors.Value > 1) { V.Accumulate(ref c2y, s, y0); } s = V.Broadcast(ref d3, 0); V.Accumulate(ref c3x, s, x0); if (TVectors.Value > 1) { V.Accumulate(ref c3y, s, y0); } }
                    }

                    if (TColumns.Value > 1)
                    {
                        s = V.Broadcast(ref d0, 1); V.Accumulate(ref c0x, s, x1); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y1); } s = V.Broadcast(ref d1, 1); V.Accumulate(ref c1x, s, x1); if (TVectors.Value > 1) { V.Accumulate(ref c1y, s, y1); }
                        if (MaxRows<V>() > 2) { s = V.Broadcast(ref d2, 1); V.Accumulate(ref c2x, s, x1); if (TVectors.Value > 1) { V.Accumulate(ref c2y, s, y1); } s = V.Broadcast(ref d3, 1); V.Accumulate(ref c3x, s, x1); if (TVectors.Value > 1) { V.Accumulate(ref c3y, s, y1); } }
                    }

                    if (TColumns.Value > 2)
                    {
                        s = V.Broadcast(ref d0, 2); V.Accumulate(ref c0x, s, x2); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y2); } s = V.Broadcast(ref d1, 2); V.Accumulate(ref c1x, s, x2); if (TVectors.Value > 1) { V.Accumulate(ref c1y, s, y2); }
                        if (MaxRows<V>() > 2) { s = V.Broadcast(ref d2, 2); V.Accumulate(ref c2x, s, x2); if (TVectors.Value > 1) { V.Accumulate(ref c2y, s, y2); } s = V.Broadcast(ref d3, 2); V.Accumulate(ref c3x, s, x2); if (TVectors.Value > 1) { V.Accumulate(ref c3y, s, y2); } }
                    }

                    if (TColumns.Value > 3)
                    {
                        s = V.Broadcast(ref d0, 3); V.Accumulate(ref c0x, s, x3); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y3); } s = V.Broadcast(ref d1, 3); V.Accumulate(ref c1x, s, x3); if (TVectors.Value > 1) { V.Accumulate(ref c1y, s, y3); }
                        if (MaxRows<V>() > 2) { s = V.Broadcast(ref d2, 3); V.Accumulate(ref c2x, s, x3); if (TVectors.Value > 1) { V.Accumulate(ref c2y, s, y3); } s = V.Broadcast(ref d3, 3); V.Accumulate(ref c3x, s, x3); if (TVectors.Value > 1) { V.Accumulate(ref c3y, s, y3); } }
                    }

                    if (TColumns.Value > 4)
                    {
                        s = V.Broadcast(ref d0, 4); V.Accumulate(ref c0x, s, x4); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y4); } s = V.Broadcast(ref d1, 4); V.Accumulate(ref c1x, s, x4); if (TVectors.Value > 1) { V.Accumulate(ref c1y, s, y4); }
                        s = V.Broadcast(ref d2, 4); V.Accumulate(ref c2x, s, x4); if (TVectors.Value > 1) { V.Accumulate(ref c2y, s, y4); } s = V.Broadcast(ref d3, 4); V.Accumulate(ref c3x, s, x4); if (TVectors.Value > 1) { V.Accumulate(ref c3y, s, y4); }
                    }

                    if (TColumns.Value > 5)
                    {
                        s = V.Broadcast(ref d0, 5); V.Accumulate(ref c0x, s, x5); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y5); } s = V.Broadcast(ref d1, 5); V.Accumulate(ref c1x, s, x5); if (TVectors.Value > 1) { V.Accumulate(ref c1y, s, y5); }
                        s = V.Broadcast(ref d2, 5); V.Accumulate(ref c2x, s, x5); if (TVectors.Value > 1) { V.Accumulate(ref c2y, s, y5); } s = V.Broadcast(ref d3, 5); V.Accumulate(ref c3x, s, x5); if (TVectors.Value > 1) { V.Accumulate(ref c3y, s, y5); }
                    }

                    if (TColumns.Value > 6)
                    {
                        s = V.Broadcast(ref d0, 6); V.Accumulate(ref c0x, s, x6); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y6); } s = V.Broadcast(ref d1, 6); V.Accumulate(ref c1x, s, x6); if (TVectors.Value > 1) { V.Accumulate(ref c1y, s, y6); }
                        s = V.Broadcast(ref d2, 6); V.Accumulate(ref c2x, s, x6); if (TVectors.Value > 1) { V.Accumulate(ref c2y, s, y6); } s = V.Broadcast(ref d3, 6); V.Accumulate(ref c3x, s, x6); if (TVectors.Value > 1) { V.Accumulate(ref c3y, s, y6); }
                    }

                    if (TColumns.Value > 7)
                    {
                        s = V.Broadcast(ref d0, 7); V.Accumulate(ref c0x, s, x7); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y7); } s = V.Broadcast(ref d1, 7); V.Accumulate(ref c1x, s, x7); if (TVectors.Value > 1) { V.Accumulate(ref c1y, s, y7); }
                        s = V.Broadcast(ref d2, 7); V.Accumulate(ref c2x, s, x7); if (TVectors.Value > 1) { V.Accumulate(ref c2y, s, y7); } s = V.Broadcast(ref d3, 7); V.Accumulate(ref c3x, s, x7); if (TVectors.Value > 1) { V.Accumulate(ref c3y, s, y7); }
                    }

                    c0x.Store(ref e, 0); c1x.Store(ref e, ldc);
                    if (TVectors.Value > 1) { c0y.Store(ref e, V.Count); c1y.Store(ref e, ldc + V.Count); }
                    if (MaxRows<V>() > 2)
                    {
                        c2x.Store(ref e, 2 * ldc); c3x.Store(ref e, 3 * ldc);
                        if (TVectors.Value > 1) { c2y.Store(ref e, (2 * ldc) + V.Count); c3y.Store(ref e, (3 * ldc) + V.Count); }
                    }

                    d0 = ref Unsafe.Add(ref d0, MaxRows<V>() * ldy);
                    e = ref Unsafe.Add(ref e, MaxRows<V>() * ldc);
                }

                for (; r > 0; r--)
                {
                    V c0x = V.Zero, c0y = V.Zero;
                    if (loads) { c0x = V.Load(ref e, 0); if (TVectors.Value > 1) { c0y = V.Load(ref e, V.Count); } }
                    if (TColumns.Value > 0) { s = V.Broadcast(ref d0, 0); V.Accumulate(ref c0x, s, x0); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y0); } }
                    if (TColumns.Value > 1) { s = V.Broadcast(ref d0, 1); V.Accumulate(ref c0x, s, x1); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y1); } }
                    if (TColumns.Value > 2) { s = V.Broadcast(ref d0, 2); V.Accumulate(ref c0x, s, x2); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y2); } }
                    if (TColumns.Value > 3) { s = V.Broadcast(ref d0, 3); V.Accumulate(ref c0x, s, x3); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y3); } }
                    if (TColumns.Value > 4) { s = V.Broadcast(ref d0, 4); V.Accumulate(ref c0x, s, x4); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y4); } }
                    if (TColumns.Value > 5) { s = V.Broadcast(ref d0, 5); V.Accumulate(ref c0x, s, x5); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y5); } }
                    if (TColumns.Value > 6) { s = V.Broadcast(ref d0, 6); V.Accumulate(ref c0x, s, x6); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y6); } }
                    if (TColumns.Value > 7) { s = V.Broadcast(ref d0, 7); V.Accumulate(ref c0x, s, x7); if (TVectors.Value > 1) { V.Accumulate(ref c0y, s, y7); } }
                    c0x.Store(ref e, 0); if (TVectors.Value > 1) { c0y.Store(ref e, V.Count); }
                    d0 = ref Unsafe.Add(ref d0, ldy);
                    e = ref Unsafe.Add(ref e, ldc);
                }

                loads = true;
            }

            w = ref Unsafe.Add(ref w, TVectors.Value * V.Count * Panels.Width);
            c = ref Unsafe.Add(ref c, TVectors.Value * V.Count);
        }
    }
    // csharpier-ignore-end
}
