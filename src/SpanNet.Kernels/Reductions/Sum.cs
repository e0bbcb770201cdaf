using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Reductions;

/// <summary>Σ x[i], in the order of <see cref="VirtualLanes"/>: the same bits on every machine.</summary>
public static class Sum
{
    /// <summary>Σ x[i]; 0 when empty.</summary>
    public static float Of(ReadOnlySpan<float> x)
    {
        var kernel = new Kernel(x);
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
        return kernel.Result;
    }

    internal ref struct Kernel(ReadOnlySpan<float> x) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> x = x;
        public float Result { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            var terms = new Terms(in MemoryMarshal.GetReference(x));
            Result = VirtualLanes.Reduce<V, Terms, Adding>(ref terms, x.Length);
        }
    }

    /// <summary>The step of the reduction, also for kernels that reduce rows.</summary>
    internal readonly ref struct Terms(ref readonly float x) : IReduction
    {
        private readonly ref readonly float x = ref x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Step<V>(V lanes, nint i, int count)
            where V : struct, ISimd<V> => lanes + V.LoadFirst(in x, i, count, V.Zero);
    }
}
