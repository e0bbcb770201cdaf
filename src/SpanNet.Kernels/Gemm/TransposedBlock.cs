using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>target ← sourceᵀ, both 16 × 16 floats.</summary>
internal ref struct TransposedBlock : ISimdKernel
{
    public ref float Source;

    /// <summary>Rows of the source are so many floats apart; the target is contiguous.</summary>
    public nint Stride;

    public ref float Target;

    // csharpier-ignore-start
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        // Safety: both blocks have sixteen rows of sixteen floats.
        for (nint r = 0; r < Panels.Width; r += V.Count)
        {
            ref float s = ref Unsafe.Add(ref Source, r * Stride);
            ref float t = ref Unsafe.Add(ref Target, r);
            V.LoadColumns(ref s, Stride, out V x0, out V x1, out V x2, out V x3, out V x4, out V x5, out V x6, out V x7);
            x0.Store(ref t, 0); x1.Store(ref t, 16); x2.Store(ref t, 32); x3.Store(ref t, 48);
            x4.Store(ref t, 64); x5.Store(ref t, 80); x6.Store(ref t, 96); x7.Store(ref t, 112);
            V.LoadColumns(ref Unsafe.Add(ref s, 8), Stride, out V x8, out V x9, out V x10, out V x11, out V x12, out V x13, out V x14, out V x15);
            x8.Store(ref t, 128); x9.Store(ref t, 144); x10.Store(ref t, 160); x11.Store(ref t, 176);
            x12.Store(ref t, 192); x13.Store(ref t, 208); x14.Store(ref t, 224); x15.Store(ref t, 240);
        }
    }
    // csharpier-ignore-end
}
