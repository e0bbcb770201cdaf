using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// Keeps numbers that decay towards 0 out of the denormal range, where some processors calculate a hundred times slower:
/// a decayed value is formed as (x + c) − c with c = 2⁻⁸⁰, and so is 0 or at least 2⁻¹⁰⁴ in magnitude.
/// </summary>
/// <remarks>
/// The error is at most one unit in the last place of x, or 2⁻¹⁰⁴ ≈ 5·10⁻³² for tiny x. 0 stays 0, and x ≥ 0 gives a result ≥ 0.
/// The addition of c costs nothing where it is the third operand of a fused multiply-add.
/// </remarks>
public static class DecayFloor
{
    /// <summary>c = 2⁻⁸⁰.</summary>
    public const float Offset = 8.271806125530277e-25f;

    /// <summary>factor · x + addend, never a lingering denormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Decay<V>(V factor, V x, V addend)
        where V : struct, ISimd<V>
    {
        V c = V.Create(Offset);
        return V.Fma(factor, x, addend + c) - c;
    }

    /// <summary>factor · x + a · b, never a lingering denormal; not negative when factor · x and a · b are not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Decay<V>(V factor, V x, V a, V b)
        where V : struct, ISimd<V>
    {
        V c = V.Create(Offset);
        return V.Fma(a, b, V.Fma(factor, x, c)) - c;
    }
}
