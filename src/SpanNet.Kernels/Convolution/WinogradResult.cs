using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>Aᵀ: four products become the two pixels ((x₀ + x₁) + x₂, (x₁ − x₂) − x₃).</summary>
internal readonly struct WinogradResult : IWinogradMap
{
    public static int Inputs => 4;

    public static int Outputs => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(V x0, V x1, V x2, V x3, out V y0, out V y1, out V y2, out V y3)
        where V : struct, ISimd<V>
    {
        y0 = x0 + x1 + x2;
        y1 = x1 - x2 - x3;
        y2 = V.Zero;
        y3 = V.Zero;
    }
}
