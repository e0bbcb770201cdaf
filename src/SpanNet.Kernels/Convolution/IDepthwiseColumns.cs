using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>How the numbers of a row of the image go to the pixels of a tile: each is loaded once, for all pixels that read it. Chains take their taps from left to right.</summary>
internal interface IDepthwiseColumns
{
    // csharpier-ignore-start
    /// <summary>Adds a run of taps to the pixels.</summary>
    /// <remarks>
    /// The first number lies <c>at</c> floats behind <c>source</c>, those behind it <c>step</c> apart: bit i of <c>inside</c> is set where number i lies
    /// inside the image; others are not read, they are 0. With TMiddle yes, all but the first and the last are known to lie inside. The filters
    /// of the taps begin at <c>w</c>, <c>ws</c> floats apart.
    /// </remarks>
    static abstract void Run<V, TEdge, TPixels, TTaps, TMiddle>(ref float source, nint at, nint step, uint inside, int lanes, ref float w, nint ws, ref V y0, ref V y1, ref V y2, ref V y3, ref V y4, ref V y5, ref V y6, ref V y7)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
        where TPixels : struct, ICount
        where TTaps : struct, ICount
        where TMiddle : struct, IChoice;
    // csharpier-ignore-end

    /// <summary>The bits of all numbers of a tile but the first and the last.</summary>
    static abstract uint Middle<TPixels, TTaps>()
        where TPixels : struct, ICount
        where TTaps : struct, ICount;
}
