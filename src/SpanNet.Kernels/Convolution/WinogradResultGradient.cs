using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>A: two pixels of a result's gradient become (x₀, x₀ + x₁, x₀ − x₁, −x₁).</summary>
internal readonly struct WinogradResultGradient : IWinogradMap
{
    public static int Inputs => 2;

    public static int Outputs => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(V x0, V x1, V x2, V x3, out V y0, out V y1, out V y2, out V y3)
        where V : struct, ISimd<V>
    {
        y0 = x0;
        y1 = x0 + x1;
        y2 = x0 - x1;
        y3 = -x1;
    }
}
