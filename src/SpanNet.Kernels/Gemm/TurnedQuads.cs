using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// <see cref="TurnedRow"/> where sixteen registers hold eight lanes each (AVX2): four columns of W at a time, which then meet up to four vectors of
/// inputs, each a chain of its own. Eight columns of one vector wait for their chain, and only one shuffle a cycle crosses the halves of a register: on
/// Zen 3, W of 32 × 32 takes 140 ns that way, 80 this way.
/// </summary>
internal static class TurnedQuads
{
    /// <summary>Inputs of one vector.</summary>
    public const int Lanes = 8;

    /// <summary>Columns that are turned at once.</summary>
    private const int Quad = 4;

    /// <summary>So many vectors of inputs; panels of W are <paramref name="panel"/> floats apart. The chains begin with c or with 0.</summary>
    public static void Run(int vectors, int columns, ref float dy, ref float w, nint panel, bool accumulates, ref float c)
    {
        // Safety: the caller hands in whole vectors of inputs and columns inside dy; a panel has room for whole groups of eight columns.
        for (; vectors >= 4; vectors -= 4)
        {
            Run<Four>(columns, ref dy, ref w, panel, accumulates, ref c);
            w = ref Unsafe.Add(ref w, 4 * Lanes * Panels.Width);
            c = ref Unsafe.Add(ref c, 4 * Lanes);
        }

        switch (vectors)
        {
            case 1:
                Run<One>(columns, ref dy, ref w, panel, accumulates, ref c);
                break;
            case 2:
                Run<Two>(columns, ref dy, ref w, panel, accumulates, ref c);
                break;
            case 3:
                Run<Three>(columns, ref dy, ref w, panel, accumulates, ref c);
                break;
        }
    }

    // csharpier-ignore-start
    /// <summary>TVectors of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Run<TVectors>(int columns, ref float dy, ref float w, nint panel, bool accumulates, ref float c)
        where TVectors : struct, ICount
    {
        // Safety: as above; the references are pinned while pointers are in use.
        fixed (float* d = &dy, first = &w, sums = &c)
        {
            Vector256<float> c0 = default, c1 = default, c2 = default, c3 = default;
            if (accumulates)
            {
                c0 = Vector256.Load(sums);
                if (TVectors.Value > 1) { c1 = Vector256.Load(sums + Lanes); }
                if (TVectors.Value > 2) { c2 = Vector256.Load(sums + (2 * Lanes)); }
                if (TVectors.Value > 3) { c3 = Vector256.Load(sums + (3 * Lanes)); }
            }

            float* at = first;
            float* factors = d;
            nint next = 2 * Quad;
            for (; columns >= 2 * Quad; columns -= 2 * Quad)
            {
                Low<TVectors>(at, factors, ref c0, ref c1, ref c2, ref c3);
                High<TVectors>(at, factors + Quad, ref c0, ref c1, ref c2, ref c3);
                factors += 2 * Quad;
                at += next;

                // A panel is two groups of eight columns.
                next = panel - next;
            }

            bool isHigh = columns >= Quad;
            if (isHigh)
            {
                Low<TVectors>(at, factors, ref c0, ref c1, ref c2, ref c3);
                factors += Quad;
                columns -= Quad;
            }

            if (columns > 0)
            {
                Rest(at, isHigh, columns, factors, ref c0);
                if (TVectors.Value > 1) { Rest(at + (Lanes * Panels.Width), isHigh, columns, factors, ref c1); }
                if (TVectors.Value > 2) { Rest(at + (2 * Lanes * Panels.Width), isHigh, columns, factors, ref c2); }
                if (TVectors.Value > 3) { Rest(at + (3 * Lanes * Panels.Width), isHigh, columns, factors, ref c3); }
            }

            c0.Store(sums);
            if (TVectors.Value > 1) { c1.Store(sums + Lanes); }
            if (TVectors.Value > 2) { c2.Store(sums + (2 * Lanes)); }
            if (TVectors.Value > 3) { c3.Store(sums + (3 * Lanes)); }
        }
    }

    /// <summary>The first four of eight columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Low<TVectors>(
        float* at, float* factors, ref Vector256<float> c0, ref Vector256<float> c1, ref Vector256<float> c2, ref Vector256<float> c3)
        where TVectors : struct, ICount
    {
        Vector256<float> d0 = Vector256.Create(factors[0]), d1 = Vector256.Create(factors[1]), d2 = Vector256.Create(factors[2]), d3 = Vector256.Create(factors[3]);
        Multiply(LowRow(at, 0), LowRow(at, 1), LowRow(at, 2), LowRow(at, 3), d0, d1, d2, d3, ref c0);
        if (TVectors.Value > 1) { Multiply(LowRow(at, 8), LowRow(at, 9), LowRow(at, 10), LowRow(at, 11), d0, d1, d2, d3, ref c1); }
        if (TVectors.Value > 2) { Multiply(LowRow(at, 16), LowRow(at, 17), LowRow(at, 18), LowRow(at, 19), d0, d1, d2, d3, ref c2); }
        if (TVectors.Value > 3) { Multiply(LowRow(at, 24), LowRow(at, 25), LowRow(at, 26), LowRow(at, 27), d0, d1, d2, d3, ref c3); }
    }

    /// <summary>The last four of eight columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void High<TVectors>(
        float* at, float* factors, ref Vector256<float> c0, ref Vector256<float> c1, ref Vector256<float> c2, ref Vector256<float> c3)
        where TVectors : struct, ICount
    {
        Vector256<float> d0 = Vector256.Create(factors[0]), d1 = Vector256.Create(factors[1]), d2 = Vector256.Create(factors[2]), d3 = Vector256.Create(factors[3]);
        Multiply(HighRow(at, 0), HighRow(at, 1), HighRow(at, 2), HighRow(at, 3), d0, d1, d2, d3, ref c0);
        if (TVectors.Value > 1) { Multiply(HighRow(at, 8), HighRow(at, 9), HighRow(at, 10), HighRow(at, 11), d0, d1, d2, d3, ref c1); }
        if (TVectors.Value > 2) { Multiply(HighRow(at, 16), HighRow(at, 17), HighRow(at, 18), HighRow(at, 19), d0, d1, d2, d3, ref c2); }
        if (TVectors.Value > 3) { Multiply(HighRow(at, 24), HighRow(at, 25), HighRow(at, 26), HighRow(at, 27), d0, d1, d2, d3, ref c3); }
    }

    /// <summary>Rows are interleaved by one and by two floats: eight shuffles for 32 floats, since those of four floats are blends of loads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3,
        Vector256<float> d0, Vector256<float> d1, Vector256<float> d2, Vector256<float> d3, ref Vector256<float> c)
    {
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        c = Vector256.FusedMultiplyAdd(d0, Avx.Shuffle(a0, a2, 0x44), c);
        c = Vector256.FusedMultiplyAdd(d1, Avx.Shuffle(a0, a2, 0xEE), c);
        c = Vector256.FusedMultiplyAdd(d2, Avx.Shuffle(a1, a3, 0x44), c);
        c = Vector256.FusedMultiplyAdd(d3, Avx.Shuffle(a1, a3, 0xEE), c);
    }

    /// <summary>One to three columns of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Rest(float* at, bool isHigh, int columns, float* factors, ref Vector256<float> c)
    {
        Vector256<float> r0 = isHigh ? HighRow(at, 0) : LowRow(at, 0), r1 = isHigh ? HighRow(at, 1) : LowRow(at, 1);
        Vector256<float> r2 = isHigh ? HighRow(at, 2) : LowRow(at, 2), r3 = isHigh ? HighRow(at, 3) : LowRow(at, 3);
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        c = Vector256.FusedMultiplyAdd(Vector256.Create(factors[0]), Avx.Shuffle(a0, a2, 0x44), c);
        if (columns > 1) { c = Vector256.FusedMultiplyAdd(Vector256.Create(factors[1]), Avx.Shuffle(a0, a2, 0xEE), c); }
        if (columns > 2) { c = Vector256.FusedMultiplyAdd(Vector256.Create(factors[2]), Avx.Shuffle(a1, a3, 0x44), c); }
    }
    // csharpier-ignore-end

    /// <summary>Four floats of row i, and of row i + 4 above them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> LowRow(float* at, int i) =>
        Avx.Blend(Avx.BroadcastVector128ToVector256(at + ((i + 4) * Panels.Width)), Vector256.Load(at + (i * Panels.Width)), 0x0F);

    /// <summary>The next four of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> HighRow(float* at, int i) =>
        Avx.Blend(Avx.BroadcastVector128ToVector256(at + (i * Panels.Width) + Quad), Vector256.Load(at + ((i + 4) * Panels.Width)), 0xF0);
}
