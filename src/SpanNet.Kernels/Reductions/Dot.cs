using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Reductions;

/// <summary>Σ a[i] · b[i], in the order of <see cref="VirtualLanes"/>: the same bits on every machine.</summary>
public static class Dot
{
    /// <summary>Σ a[i] · b[i]; 0 when empty.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Lengths.Check(a.Length, b.Length);
        var kernel = new Kernel(a, b);
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
        return kernel.Result;
    }

    internal ref struct Kernel(ReadOnlySpan<float> a, ReadOnlySpan<float> b) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> a = a;
        private readonly ReadOnlySpan<float> b = b;
        public float Result { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            var terms = new Terms(in MemoryMarshal.GetReference(a), in MemoryMarshal.GetReference(b));
            Result = VirtualLanes.Reduce<V, Terms, Adding>(ref terms, a.Length);
        }
    }

    /// <summary>The step of the reduction, also for kernels that reduce rows.</summary>
    internal readonly ref struct Terms(ref readonly float a, ref readonly float b) : IReduction
    {
        private readonly ref readonly float a = ref a;
        private readonly ref readonly float b = ref b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Step<V>(V lanes, nint i, int count)
            where V : struct, ISimd<V> => V.Fma(V.LoadFirst(in a, i, count, V.Zero), V.LoadFirst(in b, i, count, V.Zero), lanes);
    }
}
