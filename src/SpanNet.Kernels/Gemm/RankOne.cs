using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>dW = x·dyᵀ, or dW += x·dyᵀ, in panels: the weight gradient of a batch of one.</summary>
internal ref struct RankOne : ISimdKernel
{
    /// <summary>k floats.</summary>
    public ReadOnlySpan<float> X;

    /// <summary>n floats, padded with zeros to whole panels.</summary>
    public ReadOnlySpan<float> Dy;

    /// <summary>Panels of [k, n].</summary>
    public Span<float> Dw;

    public bool Accumulates;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        // Safety: Gemm hands in a row of Dw in each panel for each x, and whole panels of Dy.
        ref float x = ref MemoryMarshal.GetReference(X);
        ref float dw = ref MemoryMarshal.GetReference(Dw);
        nint columns = Dy.Length;
        nint panel = (nint)X.Length * Panels.Width;
        for (nint column = 0; column < columns; column += V.Count)
        {
            V dy = V.Load(ref MemoryMarshal.GetReference(Dy), column);
            ref float first = ref Unsafe.Add(ref dw, ((column >> 4) * panel) + (column & 15));
            if (Accumulates)
            {
                for (nint i = 0; i < panel; i += Panels.Width)
                {
                    V.Fma(V.Create(Unsafe.Add(ref x, i >> 4)), dy, V.Load(ref first, i)).Store(ref first, i);
                }
            }
            else
            {
                for (nint i = 0; i < panel; i += Panels.Width)
                {
                    V.Fma(V.Create(Unsafe.Add(ref x, i >> 4)), dy, V.Zero).Store(ref first, i);
                }
            }
        }
    }
}
