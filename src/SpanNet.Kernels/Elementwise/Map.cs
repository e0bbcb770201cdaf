using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>y[i] = f(x[i]): the loop of every function of one number.</summary>
public static class Map
{
    /// <summary>y[i] = f(x[i]). <paramref name="y"/> may be <paramref name="x"/> itself, but must not overlap it otherwise.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TMap>(TMap f, ReadOnlySpan<float> x, Span<float> y)
        where TMap : struct, IMap
    {
        Lengths.Check(x.Length, y.Length);
        var kernel = new Kernel<TMap>(f, x, y);
        SimdWidth.Run(ref kernel, x.Length);
    }

    internal readonly ref struct Kernel<TMap>(TMap f, ReadOnlySpan<float> x, Span<float> y) : ISimdKernel
        where TMap : struct, IMap
    {
        private readonly TMap f = f;
        private readonly ReadOnlySpan<float> x = x;
        private readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            TMap f = this.f;
            nint n = x.Length;
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            ref float px = ref MemoryMarshal.GetReference(x);
            ref float py = ref MemoryMarshal.GetReference(y);

            if (n == 0)
            {
                return;
            }

            // The last vector may overlap the one before it; it is computed first, so that y may be x.
            V last = f.Invoke(V.Load(ref px, n - V.Count));
            for (nint i = 0; i < n - V.Count; i += V.Count)
            {
                f.Invoke(V.Load(ref px, i)).Store(ref py, i);
            }

            last.Store(ref py, n - V.Count);
        }
    }
}
