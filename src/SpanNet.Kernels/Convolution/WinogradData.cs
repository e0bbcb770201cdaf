using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>Bᵀ: four pixels of an image become (x₀ − x₂, x₁ + x₂, x₂ − x₁, x₁ − x₃).</summary>
internal readonly struct WinogradData : IWinogradMap
{
    public static int Inputs => 4;

    public static int Outputs => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(V x0, V x1, V x2, V x3, out V y0, out V y1, out V y2, out V y3)
        where V : struct, ISimd<V>
    {
        y0 = x0 - x2;
        y1 = x1 + x2;
        y2 = x2 - x1;
        y3 = x1 - x3;
    }
}
