using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>What is done with one vector of columns of a matrix, down its rows.</summary>
internal interface IColumnBody
{
    /// <summary>The columns j … j + count − 1.</summary>
    void Run<V, TEdge>(nint j, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge;
}
