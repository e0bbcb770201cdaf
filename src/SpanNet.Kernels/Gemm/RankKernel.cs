using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// c[i, 0:2L] ← start + Σₚ a[p, i] · b[p, 0:2L] over at most eight p: the micro-kernel of a short inner dimension. All of b stays in registers
/// while any number of rows streams by; a tile would load b again, and begin and end, for every few rows. The same chain per element.
/// </summary>
internal static class RankKernel
{
    /// <summary>Longest inner dimension.</summary>
    public const int MaxRows = 8;

    /// <summary>Most rows of two vectors of b at once: 16 registers of 32 (AVX-512, ARM64), or 8 of 16 (AVX2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxPairs<V>()
        where V : struct, ISimd<V> => V.Count is 16 or 4 ? 8 : 4;

    // csharpier-ignore-start
    /// <summary>
    /// Rows p of a lie <paramref name="lda"/> floats apart, those of b and of c 16; the second vector of b <paramref name="bv"/> floats after the
    /// first, that of c <paramref name="cv"/>. The chains begin with c if <paramref name="accumulates"/>, else with 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, TRows, TVectors>(nint rows, ref float a, nint lda, ref float b, nint bv, bool accumulates, ref float c, nint cv)
        where V : struct, ISimd<V>
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        // Safety: the job hands in TRows rows of a and b, and panels of c with so many rows. Rows that TRows excludes are not read.
        V b0x = V.Zero, b1x = V.Zero, b2x = V.Zero, b3x = V.Zero, b4x = V.Zero, b5x = V.Zero, b6x = V.Zero, b7x = V.Zero;
        V b0y = V.Zero, b1y = V.Zero, b2y = V.Zero, b3y = V.Zero, b4y = V.Zero, b5y = V.Zero, b6y = V.Zero, b7y = V.Zero;
        if (TRows.Value > 0) { b0x = V.Load(ref b, 0 * Panels.Width); if (TVectors.Value > 1) { b0y = V.Load(ref b, (0 * Panels.Width) + bv); } }
        if (TRows.Value > 1) { b1x = V.Load(ref b, 1 * Panels.Width); if (TVectors.Value > 1) { b1y = V.Load(ref b, (1 * Panels.Width) + bv); } }
        if (TRows.Value > 2) { b2x = V.Load(ref b, 2 * Panels.Width); if (TVectors.Value > 1) { b2y = V.Load(ref b, (2 * Panels.Width) + bv); } }
        if (TRows.Value > 3) { b3x = V.Load(ref b, 3 * Panels.Width); if (TVectors.Value > 1) { b3y = V.Load(ref b, (3 * Panels.Width) + bv); } }
        if (TRows.Value > 4) { b4x = V.Load(ref b, 4 * Panels.Width); if (TVectors.Value > 1) { b4y = V.Load(ref b, (4 * Panels.Width) + bv); } }
        if (TRows.Value > 5) { b5x = V.Load(ref b, 5 * Panels.Width); if (TVectors.Value > 1) { b5y = V.Load(ref b, (5 * Panels.Width) + bv); } }
        if (TRows.Value > 6) { b6x = V.Load(ref b, 6 * Panels.Width); if (TVectors.Value > 1) { b6y = V.Load(ref b, (6 * Panels.Width) + bv); } }
        if (TRows.Value > 7) { b7x = V.Load(ref b, 7 * Panels.Width); if (TVectors.Value > 1) { b7y = V.Load(ref b, (7 * Panels.Width) + bv); } }

        ref float x0 = ref Unsafe.Add(ref a, 0 * lda);
        ref float x1 = ref Unsafe.Add(ref a, 1 * lda);
        ref float x2 = ref Unsafe.Add(ref a, 2 * lda);
        ref float x3 = ref Unsafe.Add(ref a, 3 * lda);
        ref float x4 = ref Unsafe.Add(ref a, 4 * lda);
        ref float x5 = ref Unsafe.Add(ref a, 5 * lda);
        ref float x6 = ref Unsafe.Add(ref a, 6 * lda);
        ref float x7 = ref Unsafe.Add(ref a, 7 * lda);
        for (nint i = 0; i < rows; i++)
        {
            V cx = V.Zero, cy = V.Zero;
            if (accumulates) { cx = V.Load(ref c, 0); if (TVectors.Value > 1) { cy = V.Load(ref c, cv); } }
            if (TRows.Value > 0) { ElementRow.Accumulate<V, TVectors>(ref cx, ref cy, ref x0, i, sizeof(float), 0, b0x, b0y); }
            if (TRows.Value > 1) { ElementRow.Accumulate<V, TVectors>(ref cx, ref cy, ref x1, i, sizeof(float), 0, b1x, b1y); }
            if (TRows.Value > 2) { ElementRow.Accumulate<V, TVectors>(ref cx, ref cy, ref x2, i, sizeof(float), 0, b2x, b2y); }
            if (TRows.Value > 3) { ElementRow.Accumulate<V, TVectors>(ref cx, ref cy, ref x3, i, sizeof(float), 0, b3x, b3y); }
            if (TRows.Value > 4) { ElementRow.Accumulate<V, TVectors>(ref cx, ref cy, ref x4, i, sizeof(float), 0, b4x, b4y); }
            if (TRows.Value > 5) { ElementRow.Accumulate<V, TVectors>(ref cx, ref cy, ref x5, i, sizeof(float), 0, b5x, b5y); }
            if (TRows.Value > 6) { ElementRow.Accumulate<V, TVectors>(ref cx, ref cy, ref x6, i, sizeof(float), 0, b6x, b6y); }
            if (TRows.Value > 7) { ElementRow.Accumulate<V, TVectors>(ref cx, ref cy, ref x7, i, sizeof(float), 0, b7x, b7y); }
            cx.Store(ref c, 0); if (TVectors.Value > 1) { cy.Store(ref c, cv); }
            c = ref Unsafe.Add(ref c, Panels.Width);
        }
    }
    // csharpier-ignore-end
}
