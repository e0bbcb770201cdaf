using System.Runtime.CompilerServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>One or two vectors of outputs of one pixel.</summary>
internal readonly struct OnePixel<TVectors> : ITileForm
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
        get => false;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V>(int rows, ref readonly TileLayout layout, ref float a, ref float b, ref float start, ref float c, int columns)
        where V : struct, ISimd<V>
    {
        if (columns < TVectors.Value * V.Count)
        {
            RaggedTile.Run<V, TVectors>(rows, in layout, ref a, ref b, ref start, ref c, columns);
        }
        else
        {
            TileKernel.Run<V, TVectors>(rows, in layout, ref a, ref b, ref start, ref c);
        }
    }
}
