using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>Sums of chunks, joined in place as a binary tree: chunk i with chunk i + 1, 2, 4, ….</summary>
internal static class SumsTree
{
    /// <summary>Joins; the total stands in chunk 0.</summary>
    /// <param name="sums">[chunks, columns].</param>
    /// <param name="chunks">Number of chunks.</param>
    /// <param name="columns">Columns.</param>
    public static void Join(Span<float> sums, int chunks, int columns)
    {
        for (int step = 1; step < chunks; step *= 2)
        {
            for (int i = 0; i + step < chunks; i += 2 * step)
            {
                Span<float> a = sums.Slice(i * columns, columns);
                Zip.Run(default(Added), a, sums.Slice((i + step) * columns, columns), a);
            }
        }
    }

    private readonly struct Added : IZip
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y)
            where V : struct, ISimd<V> => x + y;
    }
}
