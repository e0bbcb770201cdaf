using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// The arithmetic of an optimizer for one parameter, as a type: <see cref="UpdateSweep"/> compiles to the hand-written loop.
/// The parameter then moves by −rate · direction (see <see cref="UpdateTerms"/>).
/// </summary>
/// <remarks>A rule must map g = 0 with states 0 to direction 0 and states 0, so that the padding between tensors stays 0.</remarks>
public interface IUpdateRule
{
    /// <summary>Number of floats that the rule keeps per parameter: 0, 1 or 2.</summary>
    static abstract int States { get; }

    /// <summary>The direction to move against, from the gradient <paramref name="g"/>; updates the states that the rule has.</summary>
    V Direction<V>(V g, ref V s0, ref V s1)
        where V : struct, ISimd<V>;
}
