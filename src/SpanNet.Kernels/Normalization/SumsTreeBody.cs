using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>Sums of chunks, joined in place as a binary tree (chunk i with chunk i + 1, 2, 4, …); the total stands in chunk 0.</summary>
/// <param name="sums">[chunks, columns].</param>
/// <param name="chunks">Number of chunks.</param>
/// <param name="columns">Columns.</param>
internal readonly ref struct SumsTreeBody(Span<float> sums, int chunks, int columns) : IColumnBody
{
    private readonly Span<float> sums = sums;
    private readonly int chunks = chunks;
    private readonly int columns = columns;

    /// <summary>Runs over all columns.</summary>
    public static void Join(Span<float> sums, int chunks, int columns)
    {
        var tree = new ColumnKernel<SumsTreeBody>(new SumsTreeBody(sums, chunks, columns), columns);
        SimdWidth.Run(ref tree, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V, TEdge>(nint j, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: sums holds one row of columns for every chunk, and j + count never exceeds the columns.
        ref float p = ref MemoryMarshal.GetReference(sums);
        for (int step = 1; step < chunks; step *= 2)
        {
            for (int i = 0; i + step < chunks; i += 2 * step)
            {
                nint a = ((nint)i * columns) + j;
                nint b = ((nint)(i + step) * columns) + j;
                TEdge.Store(TEdge.Load<V>(ref p, a, count) + TEdge.Load<V>(ref p, b, count), ref p, a, count);
            }
        }
    }
}
