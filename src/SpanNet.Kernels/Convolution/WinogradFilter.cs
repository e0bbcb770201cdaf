using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>G: three taps of a filter become (x₀, ½((x₀ + x₂) + x₁), ½((x₀ + x₂) − x₁), x₂); the halves are exact.</summary>
internal readonly struct WinogradFilter : IWinogradMap
{
    public static int Inputs => 3;

    public static int Outputs => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(V x0, V x1, V x2, V x3, out V y0, out V y1, out V y2, out V y3)
        where V : struct, ISimd<V>
    {
        V half = V.Create(0.5f);
        V ends = x0 + x2;
        y0 = x0;
        y1 = (ends + x1) * half;
        y2 = (ends - x1) * half;
        y3 = x2;
    }
}
