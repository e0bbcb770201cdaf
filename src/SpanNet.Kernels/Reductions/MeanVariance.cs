using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Reductions;

/// <summary>
/// μ = Σ x[i] / n and σ² = Σ (x[i] − μ)² / n (of the population, not the sample), in two passes, so that a large mean does not eat
/// the variance. In the order of <see cref="VirtualLanes"/>: the same bits on every machine.
/// </summary>
public static class MeanVariance
{
    /// <summary>Mean and variance of the elements.</summary>
    /// <exception cref="ArgumentException"><paramref name="x"/> is empty.</exception>
    public static (float Mean, float Variance) Of(ReadOnlySpan<float> x)
    {
        if (x.IsEmpty)
        {
            throw new ArgumentException("An empty span has no mean: expected at least 1 element, got 0.", nameof(x));
        }

        var kernel = new Kernel(x);
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
        return (kernel.Mean, kernel.Variance);
    }

    internal ref struct Kernel(ReadOnlySpan<float> x) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> x = x;

        public float Mean { get; private set; }

        public float Variance { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            var terms = new Sum.Terms(in MemoryMarshal.GetReference(x));
            Mean = VirtualLanes.Reduce<V, Sum.Terms, Adding>(ref terms, x.Length) / x.Length;
            var squares = new SquaredDeviations(in MemoryMarshal.GetReference(x), Mean);
            Variance = VirtualLanes.Reduce<V, SquaredDeviations, Adding>(ref squares, x.Length) / x.Length;
        }
    }

    internal readonly ref struct SquaredDeviations(ref readonly float x, float mean) : IReduction
    {
        private readonly ref readonly float x = ref x;
        private readonly float mean = mean;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Step<V>(V lanes, nint i, int count)
            where V : struct, ISimd<V>
        {
            V m = V.Create(mean);
            V d = V.LoadFirst(in x, i, count, m) - m;
            return V.Fma(d, d, lanes);
        }
    }
}
