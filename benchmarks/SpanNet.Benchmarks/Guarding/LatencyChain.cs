using System.Runtime.CompilerServices;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>Fused multiply-adds that wait for each other: the clock of the core, whatever else runs on it.</summary>
internal static class LatencyChain
{
    /// <summary>So many of them, from <paramref name="x"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Run(int length, float x)
    {
        for (int i = 0; i < length; i++)
        {
            x = MathF.FusedMultiplyAdd(x, 0.999f, 1e-3f);
        }

        return x;
    }
}
