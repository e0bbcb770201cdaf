using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// c[r, j] ← start + Σₚ dy[r, p] · W(j, p) over the sixteen columns p of one panel of W: the micro-kernel of dx = dy·Wᵀ for few rows. Blocks of W
/// are turned in registers, so that its inputs j fill the vectors, and meet every row at once. One chain per element, first to last.
/// </summary>
/// <remarks>
/// Eight columns of two vectors of inputs, and four rows: 16 + 8 accumulators + 1 of dy ≤ 32 registers (AVX-512, ARM64). One vector: 8 + 4 + 1 of
/// dy ≤ 16 registers (AVX2). The accumulators go through C from eight columns to the next eight.
/// </remarks>
internal static class TurnedKernel
{
    /// <summary>Most columns that are turned at once.</summary>
    public const int MaxColumns = 8;

    /// <summary>Most vectors of inputs at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxVectors<V>()
        where V : struct, ISimd<V> => V.Count is 16 or 4 ? 2 : 1;

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
                V y0 = V.Zero, y1 = V.Zero, y2 = V.Zero, y3 = V.Zero, y4 = V.Zero, y5 = V.Zero, y6 = V.Zero, y7 = V.Zero;
                V.LoadColumns(ref Unsafe.Add(ref w, p), Panels.Width, out V x0, out V x1, out V x2, out V x3, out V x4, out V x5, out V x6, out V x7);
                if (TVectors.Value > 1) { V.LoadColumns(ref Unsafe.Add(ref w, p + (V.Count * Panels.Width)), Panels.Width, out y0, out y1, out y2, out y3, out y4, out y5, out y6, out y7); }

                ref float d0 = ref Unsafe.Add(ref dy, p);
                ref float e = ref c;
                int r = rows;
                V s;
                for (; r >= 4; r -= 4)
                {
                    ref float d1 = ref Unsafe.Add(ref d0, ldy);
                    ref float d2 = ref Unsafe.Add(ref d1, ldy);
                    ref float d3 = ref Unsafe.Add(ref d2, ldy);
                    V c0x = V.Zero, c1x = V.Zero, c2x = V.Zero, c3x = V.Zero, c0y = V.Zero, c1y = V.Zero, c2y = V.Zero, c3y = V.Zero;
                    if (loads)
                    {
                        c0x = V.Load(ref e, 0); c1x = V.Load(ref e, ldc); c2x = V.Load(ref e, 2 * ldc); c3x = V.Load(ref e, 3 * ldc);
                        if (TVectors.Value > 1) { c0y = V.Load(ref e, V.Count); c1y = V.Load(ref e, ldc + V.Count); c2y = V.Load(ref e, (2 * ldc) + V.Count); c3y = V.Load(ref e, (3 * ldc) + V.Count); }
                    }

                    if (TColumns.Value > 0)
                    {
                        s = V.Create(Unsafe.Add(ref d0, 0)); c0x = V.Fma(s, x0, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y0, c0y); } s = V.Create(Unsafe.Add(ref d1, 0)); c1x = V.Fma(s, x0, c1x); if (TVectors.Value > 1) { c1y = V.Fma(s, y0, c1y); }
                        s = V.Create(Unsafe.Add(ref d2, 0)); c2x = V.Fma(s, x0, c2x); if (TVectors.Value > 1) { c2y = V.Fma(s, y0, c2y); } s = V.Create(Unsafe.Add(ref d3, 0)); c3x = V.Fma(s, x0, c3x); if (TVectors.Value > 1) { c3y = V.Fma(s, y0, c3y); }
                    }

                    if (TColumns.Value > 1)
                    {
                        s = V.Create(Unsafe.Add(ref d0, 1)); c0x = V.Fma(s, x1, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y1, c0y); } s = V.Create(Unsafe.Add(ref d1, 1)); c1x = V.Fma(s, x1, c1x); if (TVectors.Value > 1) { c1y = V.Fma(s, y1, c1y); }
                        s = V.Create(Unsafe.Add(ref d2, 1)); c2x = V.Fma(s, x1, c2x); if (TVectors.Value > 1) { c2y = V.Fma(s, y1, c2y); } s = V.Create(Unsafe.Add(ref d3, 1)); c3x = V.Fma(s, x1, c3x); if (TVectors.Value > 1) { c3y = V.Fma(s, y1, c3y); }
                    }

                    if (TColumns.Value > 2)
                    {
                        s = V.Create(Unsafe.Add(ref d0, 2)); c0x = V.Fma(s, x2, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y2, c0y); } s = V.Create(Unsafe.Add(ref d1, 2)); c1x = V.Fma(s, x2, c1x); if (TVectors.Value > 1) { c1y = V.Fma(s, y2, c1y); }
                        s = V.Create(Unsafe.Add(ref d2, 2)); c2x = V.Fma(s, x2, c2x); if (TVectors.Value > 1) { c2y = V.Fma(s, y2, c2y); } s = V.Create(Unsafe.Add(ref d3, 2)); c3x = V.Fma(s, x2, c3x); if (TVectors.Value > 1) { c3y = V.Fma(s, y2, c3y); }
                    }

                    if (TColumns.Value > 3)
                    {
                        s = V.Create(Unsafe.Add(ref d0, 3)); c0x = V.Fma(s, x3, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y3, c0y); } s = V.Create(Unsafe.Add(ref d1, 3)); c1x = V.Fma(s, x3, c1x); if (TVectors.Value > 1) { c1y = V.Fma(s, y3, c1y); }
                        s = V.Create(Unsafe.Add(ref d2, 3)); c2x = V.Fma(s, x3, c2x); if (TVectors.Value > 1) { c2y = V.Fma(s, y3, c2y); } s = V.Create(Unsafe.Add(ref d3, 3)); c3x = V.Fma(s, x3, c3x); if (TVectors.Value > 1) { c3y = V.Fma(s, y3, c3y); }
                    }

                    if (TColumns.Value > 4)
                    {
                        s = V.Create(Unsafe.Add(ref d0, 4)); c0x = V.Fma(s, x4, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y4, c0y); } s = V.Create(Unsafe.Add(ref d1, 4)); c1x = V.Fma(s, x4, c1x); if (TVectors.Value > 1) { c1y = V.Fma(s, y4, c1y); }
                        s = V.Create(Unsafe.Add(ref d2, 4)); c2x = V.Fma(s, x4, c2x); if (TVectors.Value > 1) { c2y = V.Fma(s, y4, c2y); } s = V.Create(Unsafe.Add(ref d3, 4)); c3x = V.Fma(s, x4, c3x); if (TVectors.Value > 1) { c3y = V.Fma(s, y4, c3y); }
                    }

                    if (TColumns.Value > 5)
                    {
                        s = V.Create(Unsafe.Add(ref d0, 5)); c0x = V.Fma(s, x5, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y5, c0y); } s = V.Create(Unsafe.Add(ref d1, 5)); c1x = V.Fma(s, x5, c1x); if (TVectors.Value > 1) { c1y = V.Fma(s, y5, c1y); }
                        s = V.Create(Unsafe.Add(ref d2, 5)); c2x = V.Fma(s, x5, c2x); if (TVectors.Value > 1) { c2y = V.Fma(s, y5, c2y); } s = V.Create(Unsafe.Add(ref d3, 5)); c3x = V.Fma(s, x5, c3x); if (TVectors.Value > 1) { c3y = V.Fma(s, y5, c3y); }
                    }

                    if (TColumns.Value > 6)
                    {
                        s = V.Create(Unsafe.Add(ref d0, 6)); c0x = V.Fma(s, x6, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y6, c0y); } s = V.Create(Unsafe.Add(ref d1, 6)); c1x = V.Fma(s, x6, c1x); if (TVectors.Value > 1) { c1y = V.Fma(s, y6, c1y); }
                        s = V.Create(Unsafe.Add(ref d2, 6)); c2x = V.Fma(s, x6, c2x); if (TVectors.Value > 1) { c2y = V.Fma(s, y6, c2y); } s = V.Create(Unsafe.Add(ref d3, 6)); c3x = V.Fma(s, x6, c3x); if (TVectors.Value > 1) { c3y = V.Fma(s, y6, c3y); }
                    }

                    if (TColumns.Value > 7)
                    {
                        s = V.Create(Unsafe.Add(ref d0, 7)); c0x = V.Fma(s, x7, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y7, c0y); } s = V.Create(Unsafe.Add(ref d1, 7)); c1x = V.Fma(s, x7, c1x); if (TVectors.Value > 1) { c1y = V.Fma(s, y7, c1y); }
                        s = V.Create(Unsafe.Add(ref d2, 7)); c2x = V.Fma(s, x7, c2x); if (TVectors.Value > 1) { c2y = V.Fma(s, y7, c2y); } s = V.Create(Unsafe.Add(ref d3, 7)); c3x = V.Fma(s, x7, c3x); if (TVectors.Value > 1) { c3y = V.Fma(s, y7, c3y); }
                    }

                    c0x.Store(ref e, 0); c1x.Store(ref e, ldc); c2x.Store(ref e, 2 * ldc); c3x.Store(ref e, 3 * ldc);
                    if (TVectors.Value > 1) { c0y.Store(ref e, V.Count); c1y.Store(ref e, ldc + V.Count); c2y.Store(ref e, (2 * ldc) + V.Count); c3y.Store(ref e, (3 * ldc) + V.Count); }
                    d0 = ref Unsafe.Add(ref d3, ldy);
                    e = ref Unsafe.Add(ref e, 4 * ldc);
                }

                for (; r > 0; r--)
                {
                    V c0x = V.Zero, c0y = V.Zero;
                    if (loads) { c0x = V.Load(ref e, 0); if (TVectors.Value > 1) { c0y = V.Load(ref e, V.Count); } }
                    if (TColumns.Value > 0) { s = V.Create(Unsafe.Add(ref d0, 0)); c0x = V.Fma(s, x0, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y0, c0y); } }
                    if (TColumns.Value > 1) { s = V.Create(Unsafe.Add(ref d0, 1)); c0x = V.Fma(s, x1, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y1, c0y); } }
                    if (TColumns.Value > 2) { s = V.Create(Unsafe.Add(ref d0, 2)); c0x = V.Fma(s, x2, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y2, c0y); } }
                    if (TColumns.Value > 3) { s = V.Create(Unsafe.Add(ref d0, 3)); c0x = V.Fma(s, x3, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y3, c0y); } }
                    if (TColumns.Value > 4) { s = V.Create(Unsafe.Add(ref d0, 4)); c0x = V.Fma(s, x4, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y4, c0y); } }
                    if (TColumns.Value > 5) { s = V.Create(Unsafe.Add(ref d0, 5)); c0x = V.Fma(s, x5, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y5, c0y); } }
                    if (TColumns.Value > 6) { s = V.Create(Unsafe.Add(ref d0, 6)); c0x = V.Fma(s, x6, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y6, c0y); } }
                    if (TColumns.Value > 7) { s = V.Create(Unsafe.Add(ref d0, 7)); c0x = V.Fma(s, x7, c0x); if (TVectors.Value > 1) { c0y = V.Fma(s, y7, c0y); } }
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
