using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Pooling;

/// <summary>y = max x; NaN when one is in the window. The gradient goes to the first maximum, rows before columns (to none for NaN).</summary>
internal readonly struct Maximum : IPool
{
    /// <inheritdoc/>
    public static bool GradientUsesValues => true;

    /// <inheritdoc/>
    public static float Start => float.NegativeInfinity;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V>(V result, V x)
        where V : struct, ISimd<V> => V.Select(V.Equal(x, x), V.Max(x, result), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finish<V>(V result, V count)
        where V : struct, ISimd<V> => result;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Begin<V>(V dy, V count)
        where V : struct, ISimd<V> => dy;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Share<V>(V x, V y, ref V rest)
        where V : struct, ISimd<V>
    {
        V isMaximum = V.Equal(x, y);
        V share = V.Select(isMaximum, rest, V.Zero);
        rest = V.Select(isMaximum, V.Zero, rest);
        return share;
    }
}
