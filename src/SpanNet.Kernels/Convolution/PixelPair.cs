using System.Runtime.CompilerServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>Two neighbouring pixels: a vector of outputs each, or together in one vector.</summary>
internal readonly struct PixelPair<TVectors> : ITileForm
    where TVectors : struct, ICount
{
    /// <inheritdoc/>
    public static int Vectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TVectors.Value;
    }

    /// <inheritdoc/>
    public static bool IsPair
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V>(int rows, ref readonly TileLayout layout, ref float a, ref float b, ref float start, ref float c, int columns)
        where V : struct, ISimd<V> => PairKernel.Run<V, TVectors>(rows, in layout, ref a, ref b, ref start, ref c);
}
