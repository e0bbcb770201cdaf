using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>A gradient that stands in memory.</summary>
internal readonly ref struct StoredGradient(ReadOnlySpan<float> g) : IGradient
{
    // Safety: the sweep has checked that it is as long as the parameters.
    private readonly ref float start = ref MemoryMarshal.GetReference(g);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V>(nint i)
        where V : struct, ISimd<V> => V.Load(ref start, i);
}
