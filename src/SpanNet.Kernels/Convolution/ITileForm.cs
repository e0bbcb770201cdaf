using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>What a row of a tile is, as a type: vectors of outputs of one pixel, or two neighbouring pixels.</summary>
internal interface ITileForm
{
    /// <summary>Vectors of a row.</summary>
    static abstract int Vectors { get; }

    /// <summary>Two neighbouring pixels, see <see cref="PairKernel"/>.</summary>
    static abstract bool IsPair { get; }

    /// <summary>A tile of <paramref name="rows"/> rows, of whose columns from its first on so many exist in C.</summary>
    static abstract void Run<V>(
        int rows,
        ref readonly TileLayout layout,
        ref float a,
        ref float b,
        ref float start,
        ref float c,
        int columns
    )
        where V : struct, ISimd<V>;
}
