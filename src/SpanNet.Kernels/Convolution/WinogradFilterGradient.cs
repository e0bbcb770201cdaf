using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>Gᵀ: four sums become the gradients (x₀ + ½(x₁ + x₂), ½(x₁ − x₂), ½(x₁ + x₂) + x₃) of three taps.</summary>
internal readonly struct WinogradFilterGradient : IWinogradMap
{
    public static int Inputs => 4;

    public static int Outputs => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(V x0, V x1, V x2, V x3, out V y0, out V y1, out V y2, out V y3)
        where V : struct, ISimd<V>
    {
        V half = V.Create(0.5f);
        V middle = (x1 + x2) * half;
        y0 = x0 + middle;
        y1 = (x1 - x2) * half;
        y2 = middle + x3;
        y3 = V.Zero;
    }
}
