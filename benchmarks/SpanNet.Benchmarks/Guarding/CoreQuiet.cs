using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpanNet.Kernels.Memory;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>
/// Tells whether this core is ours alone. A host may let another guest run on the same core at the same time: loads, stores and
/// instructions are then shared, a chain of operations that wait for each other is not. So a loop that does everything at once is timed
/// against such a chain; no clock speed changes their ratio, a neighbour does.
/// </summary>
internal static class CoreQuiet
{
    /// <summary>The share of its quiet rate from which on a core counts as quiet.</summary>
    public const double LeastShare = 0.95;

    private const int Repetitions = 4;
    private const int Steps = 2048;
    private const int TableLength = 1024;

    private static readonly AlignedBuffer table = new(TableLength + (12 * Vector256<float>.Count));

    /// <summary>Steps of the loop in the time of one waiting multiply-add: the best of some short runs of each, 60 microseconds in all.</summary>
    public static double Rate()
    {
        long chain = long.MaxValue;
        long mixture = long.MaxValue;
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            GC.KeepAlive(LatencyChain.Run(Steps, 0.5f));
            long middle = Stopwatch.GetTimestamp();
            GC.KeepAlive(Mixture(Steps, ref table.Span[0]));
            long end = Stopwatch.GetTimestamp();
            chain = Math.Min(chain, middle - start);
            mixture = Math.Min(mixture, end - middle);
        }

        return (double)chain / mixture;
    }

    /// <summary>
    /// Loads, a store, multiply-adds and integer arithmetic: chains so many and so short that the units are the limit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Mixture(int steps, ref float place)
    {
        Vector256<float> a = Vector256<float>.One;
        Vector256<float> b = a,
            c = a,
            d = a,
            e = a,
            f = a,
            g = a,
            h = a,
            i = a,
            j = a,
            k = a,
            l = a;
        uint x = 1;
        uint y = 2;
        uint z = 3;
        for (int step = 0; step < steps; step++)
        {
            // Inside the table: whole vectors from its beginning on, and eleven behind them.
            ref float from = ref Unsafe.Add(ref place, (step * Vector256<float>.Count) & (TableLength - 1));
            a = Vector256.MultiplyAddEstimate(a, a, Vector256.LoadUnsafe(ref from));
            b = Vector256.MultiplyAddEstimate(b, b, Vector256.LoadUnsafe(ref from, (nuint)Vector256<float>.Count));
            c = Vector256.MultiplyAddEstimate(c, c, Vector256.LoadUnsafe(ref from, 2 * (nuint)Vector256<float>.Count));
            d = Vector256.MultiplyAddEstimate(d, d, Vector256.LoadUnsafe(ref from, 3 * (nuint)Vector256<float>.Count));
            e = Vector256.MultiplyAddEstimate(e, e, Vector256.LoadUnsafe(ref from, 4 * (nuint)Vector256<float>.Count));
            f = Vector256.MultiplyAddEstimate(f, f, Vector256.LoadUnsafe(ref from, 5 * (nuint)Vector256<float>.Count));
            g = Vector256.MultiplyAddEstimate(g, g, Vector256.LoadUnsafe(ref from, 6 * (nuint)Vector256<float>.Count));
            h = Vector256.MultiplyAddEstimate(h, h, Vector256.LoadUnsafe(ref from, 7 * (nuint)Vector256<float>.Count));
            i = Vector256.MultiplyAddEstimate(i, i, Vector256.LoadUnsafe(ref from, 8 * (nuint)Vector256<float>.Count));
            j = Vector256.MultiplyAddEstimate(j, j, Vector256.LoadUnsafe(ref from, 9 * (nuint)Vector256<float>.Count));
            k = Vector256.MultiplyAddEstimate(k, k, Vector256.LoadUnsafe(ref from, 10 * (nuint)Vector256<float>.Count));
            l = Vector256.MultiplyAddEstimate(l, l, Vector256.LoadUnsafe(ref from, 11 * (nuint)Vector256<float>.Count));
            x += (uint)step << 3;
            y ^= (uint)step >> 5;
            z += (uint)step ^ 7;
            from = 0;
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l) + x + y + z;
    }
}
