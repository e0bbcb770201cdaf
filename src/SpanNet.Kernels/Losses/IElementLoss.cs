using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>A loss that is a mean over elements, as a type: the loss of one output x with target y, and its derivative by x.</summary>
public interface IElementLoss
{
    /// <summary>An output that, with target 0, has loss exactly 0: it fills the lanes behind the end of a row.</summary>
    static abstract float Neutral { get; }

    /// <summary>The loss; <paramref name="derivative"/> receives ∂loss/∂x. Both share their work.</summary>
    V Evaluate<V>(V x, V y, out V derivative)
        where V : struct, ISimd<V>;
}
