using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>
/// SELU: y = λx where x &gt; 0, else λα(eˣ − 1); y′ = λ or y + λα. NaN stays NaN. Klambauer and others 2017, with their λ and α.
/// </summary>
public readonly struct Selu : IActivation
{
    /// <inheritdoc/>
    public static bool DerivativeUsesOutput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V>(V x)
        where V : struct, ISimd<V> => V.Select(V.LessThan(V.Zero, x), V.Create(Lambda) * x, V.Create(LambdaAlpha) * Expm1.Of(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ISimd<V> => V.Select(V.LessThan(V.Zero, y), V.Create(Lambda), y + V.Create(LambdaAlpha));

    private const float Lambda = 1.05070098f;
    private const float LambdaAlpha = 1.75809934f;
}
