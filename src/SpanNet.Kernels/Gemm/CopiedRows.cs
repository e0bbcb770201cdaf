using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// Rows of A whose elements along k lie far apart, copied tile by tile: [tile][k][row]. A tile of six rows would use 24 of the 64 bytes of each line that it
/// reads, and lines a power of two apart share so few sets of the first-level cache that they leave it before the next panel comes
/// (Zen 3, dW 512 × 512 × 512: 60 → 83 GFLOP/s).
/// </summary>
internal static class CopiedRows
{
    /// <summary>Rows of a tile; what vectors of eight write beyond is overwritten by the next step, or falls between the tiles.</summary>
    public const int TileRows = 6;

    /// <summary>Floats of the buffer: 48 KiB, which with the panels of a pass fit a second-level cache.</summary>
    public const int Floats = 12288;

    /// <summary>The deepest pass: six rows and a panel together stay in a first-level cache of 32 KiB.</summary>
    public const int MostSteps = 256;

    /// <summary>Between tiles of so many steps.</summary>
    public static int TileFloats(int steps) => (TileRows * steps) + Panels.Width;

    /// <summary>
    /// Copies <paramref name="rows"/> neighbouring rows; k to k + 1 is <paramref name="stride"/> floats. Past the last row it reads where that is inside A:
    /// not in the last step of <paramref name="isLast"/>, the pass that ends A.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(ref float a, nint stride, int rows, int steps, bool isLast, ref float copy)
    {
        // Safety: the caller hands in rows and steps inside A, and a buffer of whole tiles.
        nint tile = TileFloats(steps);
        int whole = isLast ? steps - 1 : steps;
        for (int step = 0; step < whole; step++)
        {
            ref float from = ref a;
            ref float to = ref copy;
            for (int row = 0; row < rows; row += TileRows)
            {
                Simd256.Load(in from, 0).Store(ref to, 0);
                from = ref Unsafe.Add(ref from, TileRows);
                to = ref Unsafe.Add(ref to, tile);
            }

            a = ref Unsafe.Add(ref a, stride);
            copy = ref Unsafe.Add(ref copy, TileRows);
        }

        for (int row = 0; isLast && row < rows; row++)
        {
            Unsafe.Add(ref copy, (row / TileRows * tile) + (row % TileRows)) = Unsafe.Add(ref a, row);
        }
    }
}
