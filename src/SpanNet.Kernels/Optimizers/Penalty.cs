using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>g + l2·w + l1·sign(w) from w and g: the gradient of a loss with the penalties l1·Σ|w| + l2/2·Σw². A weight of 0 adds nothing.</summary>
/// <param name="l1">Factor of the sign.</param>
/// <param name="l2">Factor of the weight.</param>
public readonly struct Penalty(float l1, float l2) : IZip
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V w, V g)
        where V : struct, ISimd<V>
    {
        V sign = V.Select(V.Equal(w, V.Zero), V.Zero, V.CopySign(V.Create(l1), w));
        return V.Fma(V.Create(l2), w, g) + sign;
    }
}
