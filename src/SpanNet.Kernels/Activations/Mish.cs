using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>
/// Mish: y = x · tanh(ln(1 + eˣ)) = x · n / (n + 2) with e = eˣ, n = e(e + 2); y′ = (n(n + 2) + 4x · e(e + 1)) / (n + 2)².
/// NaN stays NaN. Misra 2019.
/// </summary>
public readonly struct Mish : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V>
    {
        V n = N(x, out _);
        return x * (n / (n + V.Create(2f)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ISimd<V>
    {
        x = V.Max(V.Create(-100f), V.Min(V.Create(Limit), x));
        V n = N(x, out V e);
        V d = n + V.Create(2f);
        return V.Fma(n, d, V.Create(4f) * x * (e * (e + V.Create(1f)))) / (d * d);
    }

    // From here on n / (n + 2) is 1, and the square of n + 2 is still finite.
    private const float Limit = 20f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V N<V>(V x, out V e)
        where V : struct, ISimd<V>
    {
        e = Exp.Of(V.Min(V.Create(Limit), x));
        return e * (e + V.Create(2f));
    }
}
