using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>y[i] = f(a[i], b[i], …): the loops of every function of two or three numbers; see <see cref="Map"/> for their shape.</summary>
public static class Zip
{
    /// <summary>y[i] = f(a[i], b[i]). <paramref name="y"/> may be one of the inputs itself, but must not overlap them otherwise.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TZip>(TZip f, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TZip : struct, IZip
    {
        Lengths.Check(a.Length, b.Length);
        Lengths.Check(a.Length, y.Length);
        var kernel = new Kernel2<TZip>(f, a, b, y);
        SimdWidth.Run(ref kernel, a.Length);
    }

    /// <summary>y[i] = f(a[i], b[i], c[i]). <paramref name="y"/> may be one of the inputs itself, but must not overlap them otherwise.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TZip>(TZip f, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TZip : struct, IZip3
    {
        Lengths.Check(a.Length, b.Length);
        Lengths.Check(a.Length, c.Length);
        Lengths.Check(a.Length, y.Length);
        var kernel = new Kernel3<TZip>(f, a, b, c, y);
        SimdWidth.Run(ref kernel, a.Length);
    }

    internal readonly ref struct Kernel2<TZip>(TZip f, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) : ISimdKernel
        where TZip : struct, IZip
    {
        private readonly TZip f = f;
        private readonly ReadOnlySpan<float> a = a;
        private readonly ReadOnlySpan<float> b = b;
        private readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            TZip f = this.f;
            nint n = a.Length;
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            ref float pa = ref MemoryMarshal.GetReference(a);
            ref float pb = ref MemoryMarshal.GetReference(b);
            ref float py = ref MemoryMarshal.GetReference(y);

            if (n == 0)
            {
                return;
            }

            V last = f.Invoke(V.Load(ref pa, n - V.Count), V.Load(ref pb, n - V.Count));
            for (nint i = 0; i < n - V.Count; i += V.Count)
            {
                f.Invoke(V.Load(ref pa, i), V.Load(ref pb, i)).Store(ref py, i);
            }

            last.Store(ref py, n - V.Count);
        }
    }

    internal readonly ref struct Kernel3<TZip>(TZip f, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        : ISimdKernel
        where TZip : struct, IZip3
    {
        private readonly TZip f = f;
        private readonly ReadOnlySpan<float> a = a;
        private readonly ReadOnlySpan<float> b = b;
        private readonly ReadOnlySpan<float> c = c;
        private readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            TZip f = this.f;
            nint n = a.Length;
            ref float pa = ref MemoryMarshal.GetReference(a);
            ref float pb = ref MemoryMarshal.GetReference(b);
            ref float pc = ref MemoryMarshal.GetReference(c);
            ref float py = ref MemoryMarshal.GetReference(y);

            if (n == 0)
            {
                return;
            }

            V last = f.Invoke(V.Load(ref pa, n - V.Count), V.Load(ref pb, n - V.Count), V.Load(ref pc, n - V.Count));
            for (nint i = 0; i < n - V.Count; i += V.Count)
            {
                f.Invoke(V.Load(ref pa, i), V.Load(ref pb, i), V.Load(ref pc, i)).Store(ref py, i);
            }

            last.Store(ref py, n - V.Count);
        }
    }
}
