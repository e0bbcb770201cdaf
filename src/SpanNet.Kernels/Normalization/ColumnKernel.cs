using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// Walks <paramref name="length"/> floats as rows of <paramref name="columns"/>, the last of which may be a part: four rows at a time, in
/// them from left to right, so that memory is read in its order. What <paramref name="body"/> sums by column lies in memory between two
/// steps (in the first-level cache).
/// </summary>
/// <param name="body">What is done.</param>
/// <param name="length">Floats.</param>
/// <param name="columns">Floats of a row.</param>
/// <param name="isByRow">
/// True: one row at a time, for bodies that write long rows: a store to one row meets loads from the row 4 KiB behind it, and those wait.
/// </param>
internal readonly ref struct ColumnKernel<TBody>(TBody body, int length, int columns, bool isByRow = false) : ISimdKernel
    where TBody : struct, IColumnBody, allows ref struct
{
    private readonly TBody body = body;
    private readonly int length = length;
    private readonly int columns = columns;
    private readonly bool isByRow = isByRow;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        TBody body = this.body;
        nint stride = columns;
        nint at = 0;
        for (nint end = isByRow ? -1 : length - (4 * stride); at <= end; at += 4 * stride)
        {
            nint j = 0;
            for (; j <= stride - V.Count; j += V.Count)
            {
                body.Four<V, WholeVector>(j, at + j, stride, V.Count);
            }

            if (j < stride)
            {
                body.Four<V, PartVector>(j, at + j, stride, (int)(stride - j));
            }
        }

        for (; at < length; at += stride)
        {
            nint n = Math.Min(stride, length - at);
            nint j = 0;
            for (; j <= n - V.Count; j += V.Count)
            {
                body.One<V, WholeVector>(j, at + j, V.Count);
            }

            if (j < n)
            {
                body.One<V, PartVector>(j, at + j, (int)(n - j));
            }
        }
    }
}
