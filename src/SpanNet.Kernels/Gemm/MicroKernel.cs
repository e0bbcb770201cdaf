using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// C[0:mr, 0:2L] ← start + A[0:mr, 0:k] · B[0:k, 0:2L], with L lanes a vector: the micro-kernel, written once for all widths.
/// Every element is one chain of fused multiply-adds over k, so its bits depend on neither the tile nor the width.
/// </summary>
/// <remarks>
/// 12 rows × 2 vectors: 24 accumulators + 2 of B + 1 of A ≤ 32 registers (AVX-512, ARM64). 6 rows × 2 vectors: 12 + 2 + 1 ≤ 16
/// registers (AVX2). Conditions on TRows and TVectors are constants: the branches and the unused accumulators vanish. A is read
/// through strides, so one kernel serves A, Aᵀ and packed A. What is no multiply-add counts: Skylake to Cascade Lake begin four instructions a cycle, and
/// sums of addresses take turns with arithmetic, so that the tile of twelve rows with 11 others a step ran at 88 % of the peak, with one at 94 %.
/// </remarks>
internal static class MicroKernel
{
    /// <summary>Rows of the tallest tile at width <typeparamref name="V"/>: a constant, by which products divide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows<V>()
        where V : struct, ISimd<V> => V.Count is 16 or 4 ? 12 : 6;

    /// <summary>
    /// Whether A's addresses move with every step, or once for four of them that have their places in the instructions. Two addresses of twelve rows cost
    /// more than that (Cascade Lake: 4 %); with one of six rows, longer instructions do (8 %), and ARM64 adds at most two numbers in a load. Where they
    /// move, columns of A may lie apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool MovesEachStep<V, TRows>()
        where V : struct, ISimd<V>
        where TRows : struct, ICount => V.Count <= 4 || (V.Count == 8 && TRows.Value <= 6);

    // csharpier-ignore-start
    /// <summary>
    /// The tile at a, b and c, whose operands lie as <paramref name="t"/> says. The chain begins with start (laid out as C),
    /// or with 0 when start is a null reference. With <paramref name="along"/>, which needs a single segment, other work is done along with it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile<V, TRows, TVectors, TAlong>(
        ref readonly TileLayout t, ref float a, ref float b, ref float start, ref float c, ref TAlong along)
        where V : struct, ISimd<V>
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TAlong : struct, IAlongTile, allows ref struct
    {
        V c0x = V.Zero, c0y = V.Zero, c1x = V.Zero, c1y = V.Zero, c2x = V.Zero, c2y = V.Zero;
        V c3x = V.Zero, c3y = V.Zero, c4x = V.Zero, c4y = V.Zero, c5x = V.Zero, c5y = V.Zero;
        V c6x = V.Zero, c6y = V.Zero, c7x = V.Zero, c7y = V.Zero, c8x = V.Zero, c8y = V.Zero;
        V c9x = V.Zero, c9y = V.Zero, c10x = V.Zero, c10y = V.Zero, c11x = V.Zero, c11y = V.Zero;

        // Safety: the callers hand in tiles inside A, B and C, or a buffer of a whole tile.
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

        // A copy, so that its fields need not be loaded again after every store.
        TAlong own = default;
        if (TAlong.IsWork) { own = along; }

        // Strides in bytes: x86 addresses base + {1, 2, 4, 8} · register, so that six rows share a base and no address needs an instruction of its own.
        nint r1 = t.ARow * sizeof(float), r3 = 3 * r1, r5 = 5 * r1, cs = t.AColumn * sizeof(float);
        nint ldb = t.BRow * sizeof(float), bv = t.BVector * sizeof(float);
        bool takesFour = !TAlong.IsWork && ldb == Panels.Width * sizeof(float) && (MovesEachStep<V, TRows>() || cs == sizeof(float));
        nint worked = TAlong.IsWork ? Math.Min(own.Steps, t.Length) : 0;
        nint fours = takesFour ? (t.Length - worked) / 4 : 0, ones = t.Length - worked - (4 * fours);
        for (nint segment = 0; segment < t.Segments; segment++)
        {
            ref float a0 = ref Unsafe.Add(ref a, Unsafe.Add(ref Unsafe.AsRef(in t.Offsets), segment));
            ref float a6 = ref Unsafe.AddByteOffset(ref a0, TRows.Value > 6 ? 6 * r1 : 0);
            for (nint n = 0; TAlong.IsWork && n < worked; n++)
            {
                Step<V, TRows, TVectors>(ref a0, ref a6, r1, r3, r5, ref b, bv, 0, ref c0x, ref c0y, ref c1x, ref c1y, ref c2x, ref c2y, ref c3x, ref c3y, ref c4x, ref c4y, ref c5x, ref c5y, ref c6x, ref c6y, ref c7x, ref c7y, ref c8x, ref c8y, ref c9x, ref c9y, ref c10x, ref c10y, ref c11x, ref c11y);
                a0 = ref Unsafe.AddByteOffset(ref a0, cs);
                if (TRows.Value > 6) { a6 = ref Unsafe.AddByteOffset(ref a6, cs); }
                b = ref Unsafe.AddByteOffset(ref b, ldb);
                own.Step<V>(n);
            }

            // Four steps at once: up to 128 of them end without a mispredicted branch, and beside a busy neighbour on the same core the fewer
            // instructions count (Zen 3: 128 × 512 × 784 1.3 times as fast there, 2 % alone).
            for (nint n = fours; !TAlong.IsWork && n != 0; n--)
            {
                Step<V, TRows, TVectors>(ref a0, ref a6, r1, r3, r5, ref b, bv, 0, ref c0x, ref c0y, ref c1x, ref c1y, ref c2x, ref c2y, ref c3x, ref c3y, ref c4x, ref c4y, ref c5x, ref c5y, ref c6x, ref c6y, ref c7x, ref c7y, ref c8x, ref c8y, ref c9x, ref c9y, ref c10x, ref c10y, ref c11x, ref c11y);
                if (MovesEachStep<V, TRows>()) { a0 = ref Unsafe.AddByteOffset(ref a0, cs); if (TRows.Value > 6) { a6 = ref Unsafe.AddByteOffset(ref a6, cs); } }
                Step<V, TRows, TVectors>(ref a0, ref a6, r1, r3, r5, ref b, bv, 1, ref c0x, ref c0y, ref c1x, ref c1y, ref c2x, ref c2y, ref c3x, ref c3y, ref c4x, ref c4y, ref c5x, ref c5y, ref c6x, ref c6y, ref c7x, ref c7y, ref c8x, ref c8y, ref c9x, ref c9y, ref c10x, ref c10y, ref c11x, ref c11y);
                if (MovesEachStep<V, TRows>()) { a0 = ref Unsafe.AddByteOffset(ref a0, cs); if (TRows.Value > 6) { a6 = ref Unsafe.AddByteOffset(ref a6, cs); } }
                Step<V, TRows, TVectors>(ref a0, ref a6, r1, r3, r5, ref b, bv, 2, ref c0x, ref c0y, ref c1x, ref c1y, ref c2x, ref c2y, ref c3x, ref c3y, ref c4x, ref c4y, ref c5x, ref c5y, ref c6x, ref c6y, ref c7x, ref c7y, ref c8x, ref c8y, ref c9x, ref c9y, ref c10x, ref c10y, ref c11x, ref c11y);
                if (MovesEachStep<V, TRows>()) { a0 = ref Unsafe.AddByteOffset(ref a0, cs); if (TRows.Value > 6) { a6 = ref Unsafe.AddByteOffset(ref a6, cs); } }
                Step<V, TRows, TVectors>(ref a0, ref a6, r1, r3, r5, ref b, bv, 3, ref c0x, ref c0y, ref c1x, ref c1y, ref c2x, ref c2y, ref c3x, ref c3y, ref c4x, ref c4y, ref c5x, ref c5y, ref c6x, ref c6y, ref c7x, ref c7y, ref c8x, ref c8y, ref c9x, ref c9y, ref c10x, ref c10y, ref c11x, ref c11y);
                if (MovesEachStep<V, TRows>()) { a0 = ref Unsafe.AddByteOffset(ref a0, cs); if (TRows.Value > 6) { a6 = ref Unsafe.AddByteOffset(ref a6, cs); } }
                if (!MovesEachStep<V, TRows>()) { a0 = ref Unsafe.Add(ref a0, 4); if (TRows.Value > 6) { a6 = ref Unsafe.Add(ref a6, 4); } }
                b = ref Unsafe.Add(ref b, 4 * Panels.Width);
            }

            for (nint n = ones; n != 0; n--)
            {
                Step<V, TRows, TVectors>(ref a0, ref a6, r1, r3, r5, ref b, bv, 0, ref c0x, ref c0y, ref c1x, ref c1y, ref c2x, ref c2y, ref c3x, ref c3y, ref c4x, ref c4y, ref c5x, ref c5y, ref c6x, ref c6y, ref c7x, ref c7y, ref c8x, ref c8y, ref c9x, ref c9y, ref c10x, ref c10y, ref c11x, ref c11y);
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

    /// <summary>One step of k, <paramref name="step"/> places on: a constant. Strides are in bytes. All accumulators come by reference, so that inlined they stay the locals that they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<V, TRows, TVectors>(
        ref float a0, ref float a6, nint r1, nint r3, nint r5, ref float b, nint bv, int step,
        ref V c0x, ref V c0y, ref V c1x, ref V c1y, ref V c2x, ref V c2y, ref V c3x, ref V c3y,
        ref V c4x, ref V c4y, ref V c5x, ref V c5y, ref V c6x, ref V c6y, ref V c7x, ref V c7y,
        ref V c8x, ref V c8y, ref V c9x, ref V c9y, ref V c10x, ref V c10y, ref V c11x, ref V c11y)
        where V : struct, ISimd<V>
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        int at = MovesEachStep<V, TRows>() ? 0 : step;
        V bx = V.Load(ref b, Panels.Width * step);
        V by = TVectors.Value > 1 ? V.Load(ref Unsafe.AddByteOffset(ref b, bv), Panels.Width * step) : V.Zero;
        if (TRows.Value > 0) { ElementRow.Accumulate<V, TVectors>(ref c0x, ref c0y, ref a0, 0, 0, at, bx, by); }
        if (TRows.Value > 1) { ElementRow.Accumulate<V, TVectors>(ref c1x, ref c1y, ref a0, r1, 1, at, bx, by); }
        if (TRows.Value > 2) { ElementRow.Accumulate<V, TVectors>(ref c2x, ref c2y, ref a0, r1, 2, at, bx, by); }
        if (TRows.Value > 3) { ElementRow.Accumulate<V, TVectors>(ref c3x, ref c3y, ref a0, r3, 1, at, bx, by); }
        if (TRows.Value > 4) { ElementRow.Accumulate<V, TVectors>(ref c4x, ref c4y, ref a0, r1, 4, at, bx, by); }
        if (TRows.Value > 5) { ElementRow.Accumulate<V, TVectors>(ref c5x, ref c5y, ref a0, r5, 1, at, bx, by); }
        if (TRows.Value > 6) { ElementRow.Accumulate<V, TVectors>(ref c6x, ref c6y, ref a6, 0, 0, at, bx, by); }
        if (TRows.Value > 7) { ElementRow.Accumulate<V, TVectors>(ref c7x, ref c7y, ref a6, r1, 1, at, bx, by); }
        if (TRows.Value > 8) { ElementRow.Accumulate<V, TVectors>(ref c8x, ref c8y, ref a6, r1, 2, at, bx, by); }
        if (TRows.Value > 9) { ElementRow.Accumulate<V, TVectors>(ref c9x, ref c9y, ref a6, r3, 1, at, bx, by); }
        if (TRows.Value > 10) { ElementRow.Accumulate<V, TVectors>(ref c10x, ref c10y, ref a6, r1, 4, at, bx, by); }
        if (TRows.Value > 11) { ElementRow.Accumulate<V, TVectors>(ref c11x, ref c11y, ref a6, r5, 1, at, bx, by); }
    }
    // csharpier-ignore-end
}
