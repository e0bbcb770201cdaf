using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// c[r, j] ← start + Σₚ dy[r, p] · W(j, p) over a block of outputs p, for as many inputs j as a vector has lanes: the micro-kernel of dx = dy·Wᵀ of many
/// outputs. W is not turned: a vector holds four neighbouring outputs of each of several inputs, as they lie in the panels, so that a sum runs in four
/// chains, over every fourth output, which are added at the end: (s₀ + s₁) + (s₂ + s₃).
/// </summary>
/// <remarks>
/// Vector v of four holds the inputs v, 4 + v, 8 + v …, which makes the sums of neighbours of all four come out in the order of the inputs. Six rows × four
/// vectors: 24 accumulators + 6 of dy + 1 of W ≤ 32 registers (AVX-512, ARM64). Three rows × four: 12 + 3 + 1 = 16 registers (AVX2).
/// </remarks>
internal static class QuadKernel
{
    /// <summary>Outputs at once, and vectors of inputs.</summary>
    public const int Quad = 4;

    /// <summary>Rows of the tallest tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxRows<V>()
        where V : struct, ISimdQuads<V> => V.Count == 8 ? 3 : 6;

    // csharpier-ignore-start
    /// <summary>
    /// Rows of dy are <paramref name="ldy"/> floats apart, those of c <paramref name="ldc"/>; outputs that are no whole quad, with zeros behind them, lie in
    /// <paramref name="last"/>, [rows, 4]. W comes from panels, <paramref name="panel"/> floats apart, and is stored in <paramref name="kept"/> in the order in
    /// which a tile reads it; or is read from there if TKept. Starts are c if <paramref name="continues"/>, else 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Tile<V, TRows, TKept>(
        nint outputs, float* dy, nint ldy, float* last, ref float w, nint panel, ref float kept, bool continues, ref float c, nint ldc)
        where V : struct, ISimdQuads<V>
        where TRows : struct, ICount
        where TKept : struct, IChoice
    {
        // Safety: the block hands in whole rows of dy, of what is last and of c, whole panels of W, and room for what is kept.
        V c0a = V.Zero, c0b = V.Zero, c0c = V.Zero, c0d = V.Zero, c1a = V.Zero, c1b = V.Zero, c1c = V.Zero, c1d = V.Zero;
        V c2a = V.Zero, c2b = V.Zero, c2c = V.Zero, c2d = V.Zero, c3a = V.Zero, c3b = V.Zero, c3c = V.Zero, c3d = V.Zero;
        V c4a = V.Zero, c4b = V.Zero, c4c = V.Zero, c4d = V.Zero, c5a = V.Zero, c5b = V.Zero, c5c = V.Zero, c5d = V.Zero;
        float* e = dy + (TRows.Value > 3 ? 3 * ldy : 0);
        nint p = 0;
        for (; p <= outputs - Panels.Width; p += Panels.Width)
        {
            ref float source = ref Unsafe.Add(ref w, (p / Panels.Width) * panel);
            ref float order = ref Unsafe.Add(ref kept, p * V.Count);
            Step<V, TRows, TKept>(dy + p, e + p, ldy, ref source, 0, ref order, ref c0a, ref c0b, ref c0c, ref c0d, ref c1a, ref c1b, ref c1c, ref c1d, ref c2a, ref c2b, ref c2c, ref c2d, ref c3a, ref c3b, ref c3c, ref c3d, ref c4a, ref c4b, ref c4c, ref c4d, ref c5a, ref c5b, ref c5c, ref c5d);
            Step<V, TRows, TKept>(dy + p, e + p, ldy, ref source, 4, ref order, ref c0a, ref c0b, ref c0c, ref c0d, ref c1a, ref c1b, ref c1c, ref c1d, ref c2a, ref c2b, ref c2c, ref c2d, ref c3a, ref c3b, ref c3c, ref c3d, ref c4a, ref c4b, ref c4c, ref c4d, ref c5a, ref c5b, ref c5c, ref c5d);
            Step<V, TRows, TKept>(dy + p, e + p, ldy, ref source, 8, ref order, ref c0a, ref c0b, ref c0c, ref c0d, ref c1a, ref c1b, ref c1c, ref c1d, ref c2a, ref c2b, ref c2c, ref c2d, ref c3a, ref c3b, ref c3c, ref c3d, ref c4a, ref c4b, ref c4c, ref c4d, ref c5a, ref c5b, ref c5c, ref c5d);
            Step<V, TRows, TKept>(dy + p, e + p, ldy, ref source, 12, ref order, ref c0a, ref c0b, ref c0c, ref c0d, ref c1a, ref c1b, ref c1c, ref c1d, ref c2a, ref c2b, ref c2c, ref c2d, ref c3a, ref c3b, ref c3c, ref c3d, ref c4a, ref c4b, ref c4c, ref c4d, ref c5a, ref c5b, ref c5c, ref c5d);
        }

        if (p < outputs)
        {
            w = ref Unsafe.Add(ref w, (p / Panels.Width) * panel);
            kept = ref Unsafe.Add(ref kept, p * V.Count);
            dy += p;
            e += p;
            outputs -= p;
            for (p = 0; p <= outputs - Quad; p += Quad)
            {
                Step<V, TRows, TKept>(dy, e, ldy, ref w, p, ref kept, ref c0a, ref c0b, ref c0c, ref c0d, ref c1a, ref c1b, ref c1c, ref c1d, ref c2a, ref c2b, ref c2c, ref c2d, ref c3a, ref c3b, ref c3c, ref c3d, ref c4a, ref c4b, ref c4c, ref c4d, ref c5a, ref c5b, ref c5c, ref c5d);
            }

            if (p < outputs)
            {
                Step<V, TRows, TKept>(last - p, last - p + (3 * Quad), Quad, ref w, p, ref kept, ref c0a, ref c0b, ref c0c, ref c0d, ref c1a, ref c1b, ref c1c, ref c1d, ref c2a, ref c2b, ref c2c, ref c2d, ref c3a, ref c3b, ref c3c, ref c3d, ref c4a, ref c4b, ref c4c, ref c4d, ref c5a, ref c5b, ref c5c, ref c5d);
            }
        }

        if (TRows.Value > 0) { Add(c0a, c0b, c0c, c0d, continues, ref c, 0); }
        if (TRows.Value > 1) { Add(c1a, c1b, c1c, c1d, continues, ref c, ldc); }
        if (TRows.Value > 2) { Add(c2a, c2b, c2c, c2d, continues, ref c, 2 * ldc); }
        if (TRows.Value > 3) { Add(c3a, c3b, c3c, c3d, continues, ref c, 3 * ldc); }
        if (TRows.Value > 4) { Add(c4a, c4b, c4c, c4d, continues, ref c, 4 * ldc); }
        if (TRows.Value > 5) { Add(c5a, c5b, c5c, c5d, continues, ref c, 5 * ldc); }
    }

    /// <summary>Four outputs from <paramref name="p"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Step<V, TRows, TKept>(
        float* dy, float* e, nint ldy, ref float w, nint p, ref float kept,
        ref V c0a, ref V c0b, ref V c0c, ref V c0d, ref V c1a, ref V c1b, ref V c1c, ref V c1d, ref V c2a, ref V c2b, ref V c2c, ref V c2d,
        ref V c3a, ref V c3b, ref V c3c, ref V c3d, ref V c4a, ref V c4b, ref V c4c, ref V c4d, ref V c5a, ref V c5b, ref V c5c, ref V c5d)
        where V : struct, ISimdQuads<V>
        where TRows : struct, ICount
        where TKept : struct, IChoice
    {
        V y0 = V.BroadcastQuad(dy + p), y1 = V.Zero, y2 = V.Zero, y3 = V.Zero, y4 = V.Zero, y5 = V.Zero;
        if (TRows.Value > 1) { y1 = V.BroadcastQuad(dy + p + ldy); }
        if (TRows.Value > 2) { y2 = V.BroadcastQuad(dy + p + (2 * ldy)); }
        if (TRows.Value > 3) { y3 = V.BroadcastQuad(e + p); }
        if (TRows.Value > 4) { y4 = V.BroadcastQuad(e + p + ldy); }
        if (TRows.Value > 5) { y5 = V.BroadcastQuad(e + p + (2 * ldy)); }
        Accumulate<V, TRows>(Load<V, TKept>(ref w, p, 0, ref kept), y0, y1, y2, y3, y4, y5, ref c0a, ref c1a, ref c2a, ref c3a, ref c4a, ref c5a);
        Accumulate<V, TRows>(Load<V, TKept>(ref w, p, 1, ref kept), y0, y1, y2, y3, y4, y5, ref c0b, ref c1b, ref c2b, ref c3b, ref c4b, ref c5b);
        Accumulate<V, TRows>(Load<V, TKept>(ref w, p, 2, ref kept), y0, y1, y2, y3, y4, y5, ref c0c, ref c1c, ref c2c, ref c3c, ref c4c, ref c5c);
        Accumulate<V, TRows>(Load<V, TKept>(ref w, p, 3, ref kept), y0, y1, y2, y3, y4, y5, ref c0d, ref c1d, ref c2d, ref c3d, ref c4d, ref c5d);
    }
    // csharpier-ignore-end

    /// <summary>Vector number <paramref name="v"/> of W for four outputs from <paramref name="p"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V, TKept>(ref float w, nint p, int v, ref float kept)
        where V : struct, ISimdQuads<V>
        where TKept : struct, IChoice
    {
        if (TKept.Value)
        {
            return V.Load(ref kept, (p + v) * V.Count);
        }

        V x = V.LoadQuads(ref w, p + (v * Panels.Width), Quad * Panels.Width);
        x.Store(ref kept, (p + v) * V.Count);
        return x;
    }

    // csharpier-ignore-start
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<V, TRows>(V x, V y0, V y1, V y2, V y3, V y4, V y5, ref V c0, ref V c1, ref V c2, ref V c3, ref V c4, ref V c5)
        where V : struct, ISimdQuads<V>
        where TRows : struct, ICount
    {
        if (TRows.Value > 0) { V.Accumulate(ref c0, y0, x); }
        if (TRows.Value > 1) { V.Accumulate(ref c1, y1, x); }
        if (TRows.Value > 2) { V.Accumulate(ref c2, y2, x); }
        if (TRows.Value > 3) { V.Accumulate(ref c3, y3, x); }
        if (TRows.Value > 4) { V.Accumulate(ref c4, y4, x); }
        if (TRows.Value > 5) { V.Accumulate(ref c5, y5, x); }
    }
    // csharpier-ignore-end

    /// <summary>to[…] ← the sums of four inputs' chains, input by input, or to[…] + these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<V>(V a, V b, V c, V d, bool continues, ref float to, nint offset)
        where V : struct, ISimdQuads<V>
    {
        V sum = V.PairSums(V.PairSums(a, b), V.PairSums(c, d));
        if (continues)
        {
            sum = V.Load(ref to, offset) + sum;
        }

        sum.Store(ref to, offset);
    }
}
