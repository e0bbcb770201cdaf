using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Machine;

/// <summary>
/// Twelve independent chains of fused multiply-adds and nothing else: 4 cycles latency × 2 a cycle need eight, and twelve with their
/// two operands still fit into 16 registers.
/// </summary>
internal struct PeakKernel(int iterations) : ISimdKernel
{
    /// <summary>Chains of the loop.</summary>
    public const int Chains = 12;

    /// <summary>Floating-point operations of one run.</summary>
    public double Operations { get; private set; }

    /// <summary>What came out, so that the work is not removed.</summary>
    public float Result { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        V b = V.Create(0.999999f),
            c = V.Create(1e-7f);
        V x0 = V.Create(0f),
            x1 = V.Create(1f),
            x2 = V.Create(2f),
            x3 = V.Create(3f),
            x4 = V.Create(4f),
            x5 = V.Create(5f);
        V x6 = V.Create(6f),
            x7 = V.Create(7f),
            x8 = V.Create(8f),
            x9 = V.Create(9f),
            x10 = V.Create(10f),
            x11 = V.Create(11f);
        for (int i = 0; i < iterations; i++)
        {
            x0 = V.Fma(x0, b, c);
            x1 = V.Fma(x1, b, c);
            x2 = V.Fma(x2, b, c);
            x3 = V.Fma(x3, b, c);
            x4 = V.Fma(x4, b, c);
            x5 = V.Fma(x5, b, c);
            x6 = V.Fma(x6, b, c);
            x7 = V.Fma(x7, b, c);
            x8 = V.Fma(x8, b, c);
            x9 = V.Fma(x9, b, c);
            x10 = V.Fma(x10, b, c);
            x11 = V.Fma(x11, b, c);
        }

        Operations = 2.0 * Chains * V.Count * iterations;
        Result = V.Sum(x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11);
    }
}
