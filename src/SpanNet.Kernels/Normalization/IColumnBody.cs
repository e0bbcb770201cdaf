using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>What is done with one vector of columns of one row, or of four rows that follow each other.</summary>
internal interface IColumnBody
{
    /// <summary>Columns j … j + count − 1 of one row; <paramref name="at"/> is the offset of the first of them.</summary>
    void One<V, TEdge>(nint j, nint at, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge;

    /// <summary>The same of four rows, which lie <paramref name="stride"/> floats apart.</summary>
    void Four<V, TEdge>(nint j, nint at, nint stride, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge;
}
