using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The micro-kernel of the gradient of narrow filters: dw of up to five kernel rows and three pairs of neighbouring taps at one channel.
/// A number of x meets two neighbouring pixels of dy, one vector: the later with the first tap of a pair, the earlier with the second.
/// </summary>
/// <remarks>Chains run over pixels, first to last; the ends of a row of pixels concern one tap alone and leave the other as it is.</remarks>
internal static class TapKernel
{
    /// <summary>Kernel rows of the highest tile.</summary>
    public const int MostRows = 5;

    /// <summary>Pairs of the widest tile.</summary>
    public const int MostPairs = 3;

    private static ReadOnlySpan<float> Lanes => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    // csharpier-ignore-start
    /// <summary>
    /// Adds the products of some rows of pixels to the tile at c: pairs are a vector, rows t.CRow floats apart.
    /// </summary>
    /// <param name="rows">Kernel rows, t.ARow floats apart in x.</param>
    /// <param name="pairs">Pairs of taps.</param>
    /// <param name="t">Segments: the rows of pixels; Length: their pixels, t.AColumn floats apart in x and t.BRow in dy.</param>
    /// <param name="x">What the first tap reads.</param>
    /// <param name="second">Where the second pair reads x after the first.</param>
    /// <param name="third">Where the third pair does.</param>
    /// <param name="dy">The rows of pixels.</param>
    /// <param name="ends">Two vectors for each row of pixels: its first pixel in the upper half, its last in the lower.</param>
    /// <param name="c">The tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V>(int rows, int pairs, ref readonly TileLayout t, ref float x, nint second, nint third, ref float dy, ref float ends, ref float c)
        where V : struct, ISimd<V>
    {
        switch (pairs)
        {
            case 1: Run<V, One>(rows, in t, ref x, second, third, ref dy, ref ends, ref c); break;
            case 2: Run<V, Two>(rows, in t, ref x, second, third, ref dy, ref ends, ref c); break;
            case 3: Run<V, Three>(rows, in t, ref x, second, third, ref dy, ref ends, ref c); break;
            default: throw new ArgumentOutOfRangeException(nameof(pairs));
        }
    }

    private static void Run<V, TPairs>(int rows, ref readonly TileLayout t, ref float x, nint second, nint third, ref float dy, ref float ends, ref float c)
        where V : struct, ISimd<V>
        where TPairs : struct, ICount
    {
        switch (rows)
        {
            case 1: Tile<V, One, TPairs>(in t, ref x, second, third, ref dy, ref ends, ref c); break;
            case 2: Tile<V, Two, TPairs>(in t, ref x, second, third, ref dy, ref ends, ref c); break;
            case 3: Tile<V, Three, TPairs>(in t, ref x, second, third, ref dy, ref ends, ref c); break;
            case 4: Tile<V, Four, TPairs>(in t, ref x, second, third, ref dy, ref ends, ref c); break;
            case 5: Tile<V, Five, TPairs>(in t, ref x, second, third, ref dy, ref ends, ref c); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<V, TRows, TPairs>(ref readonly TileLayout t, ref float x, nint second, nint third, ref float dy, ref float ends, ref float c)
        where V : struct, ISimd<V>
        where TRows : struct, ICount
        where TPairs : struct, ICount
    {
        // Safety: the callers hand in taps and pixels inside the padded images, dy and the tile; ends holds two vectors for every row.
        nint rs = t.ARow, rs2 = 2 * rs, ldc = t.CRow, cs = t.AColumn, ldb = t.BRow;
        V c00 = V.Zero, c01 = V.Zero, c02 = V.Zero, c03 = V.Zero, c04 = V.Zero;
        V c10 = V.Zero, c11 = V.Zero, c12 = V.Zero, c13 = V.Zero, c14 = V.Zero;
        V c20 = V.Zero, c21 = V.Zero, c22 = V.Zero, c23 = V.Zero, c24 = V.Zero;
        if (TPairs.Value > 0 && TRows.Value > 0) { c00 = V.Load(ref c, 0); }
        if (TPairs.Value > 0 && TRows.Value > 1) { c01 = V.Load(ref c, 1 * ldc); }
        if (TPairs.Value > 0 && TRows.Value > 2) { c02 = V.Load(ref c, 2 * ldc); }
        if (TPairs.Value > 0 && TRows.Value > 3) { c03 = V.Load(ref c, 3 * ldc); }
        if (TPairs.Value > 0 && TRows.Value > 4) { c04 = V.Load(ref c, 4 * ldc); }
        if (TPairs.Value > 1 && TRows.Value > 0) { c10 = V.Load(ref c, 1 * V.Count); }
        if (TPairs.Value > 1 && TRows.Value > 1) { c11 = V.Load(ref c, (1 * ldc) + (1 * V.Count)); }
        if (TPairs.Value > 1 && TRows.Value > 2) { c12 = V.Load(ref c, (2 * ldc) + (1 * V.Count)); }
        if (TPairs.Value > 1 && TRows.Value > 3) { c13 = V.Load(ref c, (3 * ldc) + (1 * V.Count)); }
        if (TPairs.Value > 1 && TRows.Value > 4) { c14 = V.Load(ref c, (4 * ldc) + (1 * V.Count)); }
        if (TPairs.Value > 2 && TRows.Value > 0) { c20 = V.Load(ref c, 2 * V.Count); }
        if (TPairs.Value > 2 && TRows.Value > 1) { c21 = V.Load(ref c, (1 * ldc) + (2 * V.Count)); }
        if (TPairs.Value > 2 && TRows.Value > 2) { c22 = V.Load(ref c, (2 * ldc) + (2 * V.Count)); }
        if (TPairs.Value > 2 && TRows.Value > 3) { c23 = V.Load(ref c, (3 * ldc) + (2 * V.Count)); }
        if (TPairs.Value > 2 && TRows.Value > 4) { c24 = V.Load(ref c, (4 * ldc) + (2 * V.Count)); }

        V later = V.LessThan(V.Create((V.Count / 2) - 1), V.Load(ref MemoryMarshal.GetReference(Lanes), 0));
        for (nint segment = 0; segment < t.Segments; segment++)
        {
            ref float x0 = ref Unsafe.Add(ref x, Unsafe.Add(ref Unsafe.AsRef(in t.Offsets), segment));
            ref float x1 = ref Unsafe.Add(ref x0, TPairs.Value > 1 ? second : 0);
            ref float x2 = ref Unsafe.Add(ref x0, TPairs.Value > 2 ? third : 0);
            ref float z0 = ref Unsafe.Add(ref x0, TRows.Value > 3 ? 3 * rs : 0);
            ref float z1 = ref Unsafe.Add(ref x1, TRows.Value > 3 ? 3 * rs : 0);
            ref float z2 = ref Unsafe.Add(ref x2, TRows.Value > 3 ? 3 * rs : 0);
            V g = V.Load(ref ends, 0);
            if (TPairs.Value > 0 && TRows.Value > 0) { c00 = V.Select(later, V.Fma(V.Create(x0), g, c00), c00); }
            if (TPairs.Value > 0 && TRows.Value > 1) { c01 = V.Select(later, V.Fma(V.Create(Unsafe.Add(ref x0, rs)), g, c01), c01); }
            if (TPairs.Value > 0 && TRows.Value > 2) { c02 = V.Select(later, V.Fma(V.Create(Unsafe.Add(ref x0, rs2)), g, c02), c02); }
            if (TPairs.Value > 0 && TRows.Value > 3) { c03 = V.Select(later, V.Fma(V.Create(z0), g, c03), c03); }
            if (TPairs.Value > 0 && TRows.Value > 4) { c04 = V.Select(later, V.Fma(V.Create(Unsafe.Add(ref z0, rs)), g, c04), c04); }
            if (TPairs.Value > 1 && TRows.Value > 0) { c10 = V.Select(later, V.Fma(V.Create(x1), g, c10), c10); }
            if (TPairs.Value > 1 && TRows.Value > 1) { c11 = V.Select(later, V.Fma(V.Create(Unsafe.Add(ref x1, rs)), g, c11), c11); }
            if (TPairs.Value > 1 && TRows.Value > 2) { c12 = V.Select(later, V.Fma(V.Create(Unsafe.Add(ref x1, rs2)), g, c12), c12); }
            if (TPairs.Value > 1 && TRows.Value > 3) { c13 = V.Select(later, V.Fma(V.Create(z1), g, c13), c13); }
            if (TPairs.Value > 1 && TRows.Value > 4) { c14 = V.Select(later, V.Fma(V.Create(Unsafe.Add(ref z1, rs)), g, c14), c14); }
            if (TPairs.Value > 2 && TRows.Value > 0) { c20 = V.Select(later, V.Fma(V.Create(x2), g, c20), c20); }
            if (TPairs.Value > 2 && TRows.Value > 1) { c21 = V.Select(later, V.Fma(V.Create(Unsafe.Add(ref x2, rs)), g, c21), c21); }
            if (TPairs.Value > 2 && TRows.Value > 2) { c22 = V.Select(later, V.Fma(V.Create(Unsafe.Add(ref x2, rs2)), g, c22), c22); }
            if (TPairs.Value > 2 && TRows.Value > 3) { c23 = V.Select(later, V.Fma(V.Create(z2), g, c23), c23); }
            if (TPairs.Value > 2 && TRows.Value > 4) { c24 = V.Select(later, V.Fma(V.Create(Unsafe.Add(ref z2, rs)), g, c24), c24); }

            x0 = ref Unsafe.Add(ref x0, cs);
            x1 = ref Unsafe.Add(ref x1, cs);
            x2 = ref Unsafe.Add(ref x2, cs);
            z0 = ref Unsafe.Add(ref z0, cs);
            z1 = ref Unsafe.Add(ref z1, cs);
            z2 = ref Unsafe.Add(ref z2, cs);
            for (nint pixel = t.Length - 1; pixel > 0; pixel--)
            {
                g = V.Load(ref dy, 0);
                if (TPairs.Value > 0 && TRows.Value > 0) { V.AccumulateBroadcast(ref c00, g, ref x0, 0); }
                if (TPairs.Value > 0 && TRows.Value > 1) { V.AccumulateBroadcast(ref c01, g, ref x0, rs); }
                if (TPairs.Value > 0 && TRows.Value > 2) { V.AccumulateBroadcast(ref c02, g, ref x0, rs2); }
                if (TPairs.Value > 0 && TRows.Value > 3) { V.AccumulateBroadcast(ref c03, g, ref z0, 0); }
                if (TPairs.Value > 0 && TRows.Value > 4) { V.AccumulateBroadcast(ref c04, g, ref z0, rs); }
                if (TPairs.Value > 1 && TRows.Value > 0) { V.AccumulateBroadcast(ref c10, g, ref x1, 0); }
                if (TPairs.Value > 1 && TRows.Value > 1) { V.AccumulateBroadcast(ref c11, g, ref x1, rs); }
                if (TPairs.Value > 1 && TRows.Value > 2) { V.AccumulateBroadcast(ref c12, g, ref x1, rs2); }
                if (TPairs.Value > 1 && TRows.Value > 3) { V.AccumulateBroadcast(ref c13, g, ref z1, 0); }
                if (TPairs.Value > 1 && TRows.Value > 4) { V.AccumulateBroadcast(ref c14, g, ref z1, rs); }
                if (TPairs.Value > 2 && TRows.Value > 0) { V.AccumulateBroadcast(ref c20, g, ref x2, 0); }
                if (TPairs.Value > 2 && TRows.Value > 1) { V.AccumulateBroadcast(ref c21, g, ref x2, rs); }
                if (TPairs.Value > 2 && TRows.Value > 2) { V.AccumulateBroadcast(ref c22, g, ref x2, rs2); }
                if (TPairs.Value > 2 && TRows.Value > 3) { V.AccumulateBroadcast(ref c23, g, ref z2, 0); }
                if (TPairs.Value > 2 && TRows.Value > 4) { V.AccumulateBroadcast(ref c24, g, ref z2, rs); }

                x0 = ref Unsafe.Add(ref x0, cs);
                x1 = ref Unsafe.Add(ref x1, cs);
                x2 = ref Unsafe.Add(ref x2, cs);
                z0 = ref Unsafe.Add(ref z0, cs);
                z1 = ref Unsafe.Add(ref z1, cs);
                z2 = ref Unsafe.Add(ref z2, cs);
                dy = ref Unsafe.Add(ref dy, ldb);
            }

            g = V.Load(ref ends, V.Count);
            if (TPairs.Value > 0 && TRows.Value > 0) { c00 = V.Select(later, c00, V.Fma(V.Create(x0), g, c00)); }
            if (TPairs.Value > 0 && TRows.Value > 1) { c01 = V.Select(later, c01, V.Fma(V.Create(Unsafe.Add(ref x0, rs)), g, c01)); }
            if (TPairs.Value > 0 && TRows.Value > 2) { c02 = V.Select(later, c02, V.Fma(V.Create(Unsafe.Add(ref x0, rs2)), g, c02)); }
            if (TPairs.Value > 0 && TRows.Value > 3) { c03 = V.Select(later, c03, V.Fma(V.Create(z0), g, c03)); }
            if (TPairs.Value > 0 && TRows.Value > 4) { c04 = V.Select(later, c04, V.Fma(V.Create(Unsafe.Add(ref z0, rs)), g, c04)); }
            if (TPairs.Value > 1 && TRows.Value > 0) { c10 = V.Select(later, c10, V.Fma(V.Create(x1), g, c10)); }
            if (TPairs.Value > 1 && TRows.Value > 1) { c11 = V.Select(later, c11, V.Fma(V.Create(Unsafe.Add(ref x1, rs)), g, c11)); }
            if (TPairs.Value > 1 && TRows.Value > 2) { c12 = V.Select(later, c12, V.Fma(V.Create(Unsafe.Add(ref x1, rs2)), g, c12)); }
            if (TPairs.Value > 1 && TRows.Value > 3) { c13 = V.Select(later, c13, V.Fma(V.Create(z1), g, c13)); }
            if (TPairs.Value > 1 && TRows.Value > 4) { c14 = V.Select(later, c14, V.Fma(V.Create(Unsafe.Add(ref z1, rs)), g, c14)); }
            if (TPairs.Value > 2 && TRows.Value > 0) { c20 = V.Select(later, c20, V.Fma(V.Create(x2), g, c20)); }
            if (TPairs.Value > 2 && TRows.Value > 1) { c21 = V.Select(later, c21, V.Fma(V.Create(Unsafe.Add(ref x2, rs)), g, c21)); }
            if (TPairs.Value > 2 && TRows.Value > 2) { c22 = V.Select(later, c22, V.Fma(V.Create(Unsafe.Add(ref x2, rs2)), g, c22)); }
            if (TPairs.Value > 2 && TRows.Value > 3) { c23 = V.Select(later, c23, V.Fma(V.Create(z2), g, c23)); }
            if (TPairs.Value > 2 && TRows.Value > 4) { c24 = V.Select(later, c24, V.Fma(V.Create(Unsafe.Add(ref z2, rs)), g, c24)); }

            dy = ref Unsafe.Add(ref dy, ldb);
            ends = ref Unsafe.Add(ref ends, 2 * V.Count);
        }

        if (TPairs.Value > 0 && TRows.Value > 0) { c00.Store(ref c, 0); }
        if (TPairs.Value > 0 && TRows.Value > 1) { c01.Store(ref c, 1 * ldc); }
        if (TPairs.Value > 0 && TRows.Value > 2) { c02.Store(ref c, 2 * ldc); }
        if (TPairs.Value > 0 && TRows.Value > 3) { c03.Store(ref c, 3 * ldc); }
        if (TPairs.Value > 0 && TRows.Value > 4) { c04.Store(ref c, 4 * ldc); }
        if (TPairs.Value > 1 && TRows.Value > 0) { c10.Store(ref c, 1 * V.Count); }
        if (TPairs.Value > 1 && TRows.Value > 1) { c11.Store(ref c, (1 * ldc) + (1 * V.Count)); }
        if (TPairs.Value > 1 && TRows.Value > 2) { c12.Store(ref c, (2 * ldc) + (1 * V.Count)); }
        if (TPairs.Value > 1 && TRows.Value > 3) { c13.Store(ref c, (3 * ldc) + (1 * V.Count)); }
        if (TPairs.Value > 1 && TRows.Value > 4) { c14.Store(ref c, (4 * ldc) + (1 * V.Count)); }
        if (TPairs.Value > 2 && TRows.Value > 0) { c20.Store(ref c, 2 * V.Count); }
        if (TPairs.Value > 2 && TRows.Value > 1) { c21.Store(ref c, (1 * ldc) + (2 * V.Count)); }
        if (TPairs.Value > 2 && TRows.Value > 2) { c22.Store(ref c, (2 * ldc) + (2 * V.Count)); }
        if (TPairs.Value > 2 && TRows.Value > 3) { c23.Store(ref c, (3 * ldc) + (2 * V.Count)); }
        if (TPairs.Value > 2 && TRows.Value > 4) { c24.Store(ref c, (4 * ldc) + (2 * V.Count)); }
    }
    // csharpier-ignore-end
}
