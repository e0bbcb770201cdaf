using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// Rows of A a multiple of a cache way apart, copied to where they are not: of twelve lines that share a set of eight ways, each is gone before the next
/// step needs it (Zen 4, 1024 × 1024 × 1024: 101 → 111 GFLOP/s).
/// </summary>
internal static class SpacedRows
{
    /// <summary>One way of the first-level cache: 4 KiB.</summary>
    public const int WayFloats = 1024;

    private const int MostRows = 12;

    /// <summary>The rows [first, end) of a pass of a product, in <paramref name="tiles"/> tiles.</summary>
    [SkipLocalsInit]
    public static void Tiles<V>(
        ref readonly Product product,
        TileLayout layout,
        int first,
        int end,
        int tiles,
        int jc,
        int endOfStrip,
        int pc
    )
        where V : struct, ISimd<V>
    {
        // Safety: the buffer holds the tallest tile in the deepest pass; rows and steps lie inside A.
        Span<float> buffer = stackalloc float[(MostRows * (Product.PassDepth + Panels.Width)) + CacheLine.Slack];
        ref float copy = ref CacheLine.First(buffer);
        int kc = (int)layout.Length;
        layout.ARow = kc + Panels.Width;
        for (int tile = 0; tile < tiles; tile++)
        {
            (int start, int stop) = Partition.Range(end - first, tile, tiles);
            for (int row = start; row < stop; row++)
            {
                ref float from = ref Unsafe.Add(ref Unsafe.AsRef(in product.A), ((first + row) * product.ARow) + pc);
                Span<float> to = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref copy, (row - start) * layout.ARow), kc);
                MemoryMarshal.CreateReadOnlySpan(ref from, kc).CopyTo(to);
            }

            product.TilesOfRows<V>(in layout, ref copy, first + start, stop - start, jc, endOfStrip, pc, product.End);
        }
    }
}
