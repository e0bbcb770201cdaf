using System.Diagnostics;
using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Machine;

/// <summary>What one core of this machine can do at most, measured now: the figures that every other figure is a fraction of.</summary>
/// <remarks>Each is the best of several short runs: a busy neighbour can only make a machine look slower than it is.</remarks>
public static class MachineLimits
{
    private const int Repetitions = 12;
    private const int PeakIterations = 200_000;

    /// <summary>Fused multiply-adds at the widest vectors, in GFLOP/s (a fused multiply-add counts two).</summary>
    public static double PeakGflops()
    {
        double best = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            var kernel = new PeakKernel(PeakIterations);
            long start = Stopwatch.GetTimestamp();
            SimdWidth.Run(ref kernel, SimdWidth.Lanes);
            best = Math.Max(best, kernel.Operations / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            GC.KeepAlive(kernel.Result);
        }

        return best;
    }

    /// <summary>Reading <paramref name="bytes"/> of memory again and again, in GB/s: the cache level is the one that the size fits into.</summary>
    public static double ReadBandwidth(int bytes)
    {
        using var buffer = new AlignedBuffer(bytes / sizeof(float));
        return Best(bytes, () => _ = Read(buffer.Span));
    }

    /// <summary>a[i] = b[i] · c[i] + a[i] over three blocks of <paramref name="bytes"/> in all, in GB/s (two reads, one read and write).</summary>
    public static double UpdateBandwidth(int bytes)
    {
        int length = bytes / (3 * sizeof(float));
        using var a = new AlignedBuffer(length);
        using var b = new AlignedBuffer(length);
        using var c = new AlignedBuffer(length);
        return Best(4.0 * length * sizeof(float), () => Zip.Run(default(MultiplyAdd), b.Span, c.Span, a.Span, a.Span));
    }

    private static float Read(ReadOnlySpan<float> memory)
    {
        var kernel = new ReadKernel(memory);
        SimdWidth.Run(ref kernel, SimdWidth.Lanes);
        return kernel.Result;
    }

    private static double Best(double bytes, Action action)
    {
        int runs = (int)Math.Clamp(4e7 / bytes, 1, 10_000);
        double best = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int run = 0; run < runs; run++)
            {
                action();
            }

            best = Math.Max(best, bytes * runs / Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return best;
    }

    private readonly struct MultiplyAdd : IZip3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b, V c)
            where V : struct, ISimd<V> => V.Fma(a, b, c);
    }
}
