using System.Runtime.CompilerServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>Pixels whose places are neighbours; or pixels anywhere, of which one tap is taken.</summary>
internal readonly struct NeighbourColumns : IDepthwiseColumns
{
    // csharpier-ignore-start
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V, TEdge, TPixels, TTaps, TMiddle>(ref float source, nint at, nint step, uint inside, int lanes, ref float w, nint ws, ref V y0, ref V y1, ref V y2, ref V y3, ref V y4, ref V y5, ref V y6, ref V y7)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
        where TPixels : struct, ICount
        where TTaps : struct, ICount
        where TMiddle : struct, IChoice
    {
        V f0 = V.Load(ref w, 0), f1 = TTaps.Value > 1 ? V.Load(ref w, ws) : V.Zero, f2 = TTaps.Value > 2 ? V.Load(ref w, 2 * ws) : V.Zero, x;
        x = V.Zero; if ((inside & 0x1) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; V.Accumulate(ref y0, x, f0);
        if (TPixels.Value + TTaps.Value - 2 >= 1) { x = V.Zero; if ((TMiddle.Value && TPixels.Value + TTaps.Value - 2 > 1) || (inside & 0x2) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; if (TTaps.Value > 1) { V.Accumulate(ref y0, x, f1); } if (TPixels.Value > 1) { V.Accumulate(ref y1, x, f0); } }
        if (TPixels.Value + TTaps.Value - 2 >= 2) { x = V.Zero; if ((TMiddle.Value && TPixels.Value + TTaps.Value - 2 > 2) || (inside & 0x4) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; if (TTaps.Value > 2) { V.Accumulate(ref y0, x, f2); } if (TPixels.Value > 1 && TTaps.Value > 1) { V.Accumulate(ref y1, x, f1); } if (TPixels.Value > 2) { V.Accumulate(ref y2, x, f0); } }
        if (TPixels.Value + TTaps.Value - 2 >= 3) { x = V.Zero; if ((TMiddle.Value && TPixels.Value + TTaps.Value - 2 > 3) || (inside & 0x8) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; if (TPixels.Value > 1 && TTaps.Value > 2) { V.Accumulate(ref y1, x, f2); } if (TPixels.Value > 2 && TTaps.Value > 1) { V.Accumulate(ref y2, x, f1); } if (TPixels.Value > 3) { V.Accumulate(ref y3, x, f0); } }
        if (TPixels.Value + TTaps.Value - 2 >= 4) { x = V.Zero; if ((TMiddle.Value && TPixels.Value + TTaps.Value - 2 > 4) || (inside & 0x10) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; if (TPixels.Value > 2 && TTaps.Value > 2) { V.Accumulate(ref y2, x, f2); } if (TPixels.Value > 3 && TTaps.Value > 1) { V.Accumulate(ref y3, x, f1); } if (TPixels.Value > 4) { V.Accumulate(ref y4, x, f0); } }
        if (TPixels.Value + TTaps.Value - 2 >= 5) { x = V.Zero; if ((TMiddle.Value && TPixels.Value + TTaps.Value - 2 > 5) || (inside & 0x20) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; if (TPixels.Value > 3 && TTaps.Value > 2) { V.Accumulate(ref y3, x, f2); } if (TPixels.Value > 4 && TTaps.Value > 1) { V.Accumulate(ref y4, x, f1); } if (TPixels.Value > 5) { V.Accumulate(ref y5, x, f0); } }
        if (TPixels.Value + TTaps.Value - 2 >= 6) { x = V.Zero; if ((TMiddle.Value && TPixels.Value + TTaps.Value - 2 > 6) || (inside & 0x40) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; if (TPixels.Value > 4 && TTaps.Value > 2) { V.Accumulate(ref y4, x, f2); } if (TPixels.Value > 5 && TTaps.Value > 1) { V.Accumulate(ref y5, x, f1); } if (TPixels.Value > 6) { V.Accumulate(ref y6, x, f0); } }
        if (TPixels.Value + TTaps.Value - 2 >= 7) { x = V.Zero; if ((TMiddle.Value && TPixels.Value + TTaps.Value - 2 > 7) || (inside & 0x80) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; if (TPixels.Value > 5 && TTaps.Value > 2) { V.Accumulate(ref y5, x, f2); } if (TPixels.Value > 6 && TTaps.Value > 1) { V.Accumulate(ref y6, x, f1); } if (TPixels.Value > 7) { V.Accumulate(ref y7, x, f0); } }
        if (TPixels.Value + TTaps.Value - 2 >= 8) { x = V.Zero; if ((TMiddle.Value && TPixels.Value + TTaps.Value - 2 > 8) || (inside & 0x100) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; if (TPixels.Value > 6 && TTaps.Value > 2) { V.Accumulate(ref y6, x, f2); } if (TPixels.Value > 7 && TTaps.Value > 1) { V.Accumulate(ref y7, x, f1); } }
        if (TPixels.Value + TTaps.Value - 2 >= 9) { x = V.Zero; if ((TMiddle.Value && TPixels.Value + TTaps.Value - 2 > 9) || (inside & 0x200) != 0) { x = TEdge.Load<V>(ref source, at, lanes); } at += step; if (TPixels.Value > 7 && TTaps.Value > 2) { V.Accumulate(ref y7, x, f2); } }
    }
    // csharpier-ignore-end

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Middle<TPixels, TTaps>()
        where TPixels : struct, ICount
        where TTaps : struct, ICount => TPixels.Value + TTaps.Value > 2 ? (1u << (TPixels.Value + TTaps.Value - 2)) - 2 : 0;
}
