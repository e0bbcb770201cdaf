using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>Takes the rows of finished tiles in place of the matrix that they would make. A type, so that it is compiled into its caller.</summary>
internal interface ITileTaker
{
    /// <summary>Takes a row of a tile. Called by several threads at the same time, for every element once.</summary>
    /// <param name="sums">Its elements, <typeparamref name="TVectors"/> vectors.</param>
    /// <param name="at">The place of the first in the panels of the whole product.</param>
    /// <param name="nextVector">From a vector of the product to the next on its right.</param>
    void Take<V, TVectors>(ref readonly float sums, nint at, nint nextVector)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount;
}
