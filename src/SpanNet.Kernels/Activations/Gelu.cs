using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>
/// GELU: y = x · Φ(x), Φ(x) = (1 + erf(x/√2)) / 2 the normal distribution; y′ = Φ(x) + x · φ(x), φ its density.
/// NaN stays NaN. Hendrycks and Gimpel 2016.
/// </summary>
public readonly struct Gelu : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => V.Create(0.5f) * x * (V.Create(1f) + Erf.Of(x * V.Create(SqrtHalf)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ISimd<V>
    {
        // Beyond these bounds y′ is 0 and 1, and x · φ(x) would be ∞ · 0.
        x = V.Max(V.Create(-14f), V.Min(V.Create(14f), x));
        V cumulative = V.Fma(V.Create(0.5f), Erf.Of(x * V.Create(SqrtHalf)), V.Create(0.5f));
        V density = V.Create(InverseSqrtTwoPi) * Exp.Of(V.Create(-0.5f) * x * x);
        return V.Fma(x, density, cumulative);
    }

    private const float SqrtHalf = 0.707106769f;
    private const float InverseSqrtTwoPi = 0.398942292f;
}
