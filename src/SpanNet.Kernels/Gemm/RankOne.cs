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
        for (nint column = 0; column < columns; column += Step<V>())
        {
            V dy = V.Load(ref MemoryMarshal.GetReference(Dy), column);
            V next = V.Count < Panels.Width ? V.Load(ref MemoryMarshal.GetReference(Dy), column + V.Count) : V.Zero;
            ref float first = ref Unsafe.Add(ref dw, ((column >> 4) * panel) + (column & 15));
            for (nint i = 0; i < panel; i += Panels.Width)
            {
                V factor = V.Create(Unsafe.Add(ref x, i >> 4));
                Add(factor, dy, ref first, i);
                if (V.Count < Panels.Width)
                {
                    Add(factor, next, ref first, i + V.Count);
                }
            }
        }
    }

    /// <summary>Two vectors narrower than a panel: a line that is written in halves, one after all others, goes to memory twice.</summary>
    private static int Step<V>()
        where V : struct, ISimd<V> => V.Count < Panels.Width ? 2 * V.Count : V.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Add<V>(V x, V dy, ref float dw, nint i)
        where V : struct, ISimd<V> => V.Fma(x, dy, Accumulates ? V.Load(ref dw, i) : V.Zero).Store(ref dw, i);
}
