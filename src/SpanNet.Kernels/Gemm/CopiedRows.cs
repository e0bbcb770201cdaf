using System.Runtime.CompilerServices;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// Rows of A whose elements along k lie far apart, copied tile by tile: [tile][k][row]. A tile of six rows would use 24 of the 64 bytes of each line that it
/// reads, and lines a power of two apart share so few sets of the first-level cache that they leave it before the next panel comes
/// (dW 512 × 512 × 512: Zen 3 60 → 83 GFLOP/s, Cascade Lake 63 → 106).
/// </summary>
internal static class CopiedRows
{
    /// <summary>The deepest pass: six rows, or twelve, and a panel together stay in a first-level cache of 32 KiB.</summary>
    public const int PassDepth = 256;

    /// <summary>Floats of the buffer: 48 rows of the deepest pass, which are whole cache lines as a rule, and with the panels of a pass fit a second-level cache.</summary>
    public const int Floats = 12416;

    /// <summary>Columns of C from which copying pays.</summary>
    public const int LeastColumns = 4 * Panels.Width;

    /// <summary>
    /// Whether rows whose elements lie <paramref name="stride"/> floats apart are copied: where the lines in which these lie take more than one way of the
    /// first-level cache. (Tiles of twelve rows use most of a line: Zen 5 is slower with copies, Cascade Lake up to 1.7 times as fast.)
    /// </summary>
    public static bool Suit<V>(nint stride, int steps, int columns)
        where V : struct, ISimd<V> =>
        (V.Count == 8 || (V.Count == 16 && SimdWidth.IsFirst512))
        && stride >= V.Count
        && columns >= LeastColumns
        && steps * Math.Clamp(stride & -stride, Panels.Width, SpacedRows.WayFloats) > SpacedRows.WayFloats;

    /// <summary>The rows [first, end) of a pass of a product, with copies of some tiles at a time.</summary>
    [SkipLocalsInit]
    public static void Tiles<V>(ref readonly Product product, TileLayout layout, int first, int end, int jc, int endOfStrip, int pc)
        where V : struct, ISimd<V>
    {
        // Safety: the buffer holds the tiles that are copied at once.
        Span<float> buffer = stackalloc float[Floats + CacheLine.Slack];
        ref float copies = ref CacheLine.First(buffer);
        int kc = (int)layout.Length;
        int tileRows = MicroKernel.MaxRows<V>();
        int tile = TileFloats<V>(kc);
        int most = MostTiles<V>(kc) * tileRows;
        layout.AColumn = tileRows;
        for (int i = first; i < end; )
        {
            int stop = Math.Min(i + most, end);
            ref float from = ref Unsafe.Add(ref Unsafe.AsRef(in product.A), i + (pc * product.AColumn));
            Copy<V>(ref from, product.AColumn, stop - i, kc, pc + kc == product.K, ref copies);
            for (ref float a = ref copies; i < stop; i += tileRows, a = ref Unsafe.Add(ref a, tile))
            {
                product.TilesOfRows<V>(in layout, ref a, i, Math.Min(tileRows, stop - i), jc, endOfStrip, pc, product.End);
            }

            i = stop;
        }
    }

    /// <summary>Between tiles of so many steps. What vectors write beyond a tile's rows is overwritten by the next step, or falls between the tiles.</summary>
    public static int TileFloats<V>(int steps)
        where V : struct, ISimd<V> => (MicroKernel.MaxRows<V>() * steps) + Panels.Width;

    /// <summary>Tiles of so many steps that are copied at once.</summary>
    public static int MostTiles<V>(int steps)
        where V : struct, ISimd<V> => Floats / TileFloats<V>(steps);

    /// <summary>Steps of which a tile can be copied.</summary>
    public static int MostSteps<V>()
        where V : struct, ISimd<V> => (Floats - Panels.Width) / MicroKernel.MaxRows<V>();

    /// <summary>
    /// Copies <paramref name="rows"/> neighbouring rows; k to k + 1 is <paramref name="stride"/> floats. Past the last row it reads where that is inside A:
    /// not in the last step of <paramref name="isLast"/>, the pass that ends A.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<V>(ref float a, nint stride, int rows, int steps, bool isLast, ref float copy)
        where V : struct, ISimd<V>
    {
        int tileRows = MicroKernel.MaxRows<V>();

        // Safety: the caller hands in rows and steps inside A, and a buffer of whole tiles.
        nint tile = TileFloats<V>(steps);
        int whole = isLast ? steps - 1 : steps;
        for (int step = 0; step < whole; step++)
        {
            ref float from = ref a;
            ref float to = ref copy;
            for (int row = 0; row < rows; row += tileRows)
            {
                V.Load(in from, 0).Store(ref to, 0);
                from = ref Unsafe.Add(ref from, tileRows);
                to = ref Unsafe.Add(ref to, tile);
            }

            a = ref Unsafe.Add(ref a, stride);
            copy = ref Unsafe.Add(ref copy, tileRows);
        }

        for (int row = 0; isLast && row < rows; row++)
        {
            Unsafe.Add(ref copy, (row / tileRows * tile) + (row % tileRows)) = Unsafe.Add(ref a, row);
        }
    }
}
