using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>An element-wise function y = f(x) and its derivative, as a type: loops over it compile to the hand-written loop.</summary>
public interface IActivation : IMap
{
    /// <summary>True when f′ is computed from the output y, so that the input need not be kept for the backward pass.</summary>
    static abstract bool DerivativeUsesOutput { get; }

    /// <summary>f′, computed from the output y = f(x) when <see cref="DerivativeUsesOutput"/>, else from the input x.</summary>
    V Derivative<V>(V xOrY)
        where V : struct, ISimd<V>;
}
