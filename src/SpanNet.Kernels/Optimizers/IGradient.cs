using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>Where <see cref="UpdateSweep"/> finds the gradient, as a type.</summary>
internal interface IGradient
{
    /// <summary>The elements from <paramref name="i"/> on.</summary>
    V At<V>(nint i)
        where V : struct, ISimd<V>;
}
