using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Pooling;

/// <summary>What a window makes of its numbers, as a type: the loops over windows are written once.</summary>
internal interface IPool
{
    /// <summary>The gradient needs x and y of the forward pass.</summary>
    static abstract bool GradientUsesValues { get; }

    /// <summary>What the window's first number begins with.</summary>
    static abstract float Start { get; }

    /// <summary>The result so far and one more number.</summary>
    static abstract V Join<V>(V result, V x)
        where V : struct, ISimd<V>;

    /// <summary>The result of a window that divides by <paramref name="count"/>.</summary>
    static abstract V Finish<V>(V result, V count)
        where V : struct, ISimd<V>;

    /// <summary>What goes back to every number of a window that divides by <paramref name="count"/>.</summary>
    static abstract V Begin<V>(V dy, V count)
        where V : struct, ISimd<V>;

    /// <summary>What goes back to the number x; <paramref name="rest"/> keeps what later numbers of the window may get.</summary>
    static abstract V Share<V>(V x, V y, ref V rest)
        where V : struct, ISimd<V>;
}
