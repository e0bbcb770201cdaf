using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>Runs <paramref name="body"/> over all columns, a vector of them at a time.</summary>
internal readonly ref struct ColumnKernel<TBody>(TBody body, int columns) : ISimdKernel
    where TBody : struct, IColumnBody, allows ref struct
{
    private readonly TBody body = body;
    private readonly int columns = columns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        nint j = 0;
        for (; j <= columns - V.Count; j += V.Count)
        {
            body.Run<V, WholeVector>(j, V.Count);
        }

        if (j < columns)
        {
            body.Run<V, PartVector>(j, (int)(columns - j));
        }
    }
}
