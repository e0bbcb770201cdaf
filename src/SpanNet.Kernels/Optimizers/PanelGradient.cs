using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>One panel of an <see cref="OuterProduct"/>: element i is x[i / 16] · dy[i mod 16].</summary>
/// <remarks>Shift and mask, because the signed division costs ten instructions for each vector of a sweep that has twenty.</remarks>
internal readonly ref struct PanelGradient(OuterProduct product) : IGradient
{
    // Safety: the sweep has checked that the panel is as long as the parameters.
    private readonly ref float x = ref MemoryMarshal.GetReference(product.X);
    private readonly ref float dy = ref MemoryMarshal.GetReference(product.Dy);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V>(nint i)
        where V : struct, ISimd<V> => V.Fma(V.Create(Unsafe.Add(ref x, i >> 4)), V.Load(ref dy, i & 15), V.Zero);
}
