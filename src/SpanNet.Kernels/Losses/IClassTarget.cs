using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>
/// The weighted target distribution q of one row of a cross-entropy, as a type: a share for every class (where
/// <see cref="HasShares"/>) plus the spike at the row's own class (where <see cref="HasSpike"/>).
/// </summary>
internal interface IClassTarget
{
    /// <summary>True when classes besides the row's own have a share.</summary>
    static abstract bool HasShares { get; }

    /// <summary>True when a row has a class of its own.</summary>
    static abstract bool HasSpike { get; }

    /// <summary>The row's own class.</summary>
    float Class(nint row);

    /// <summary>q at the row's own class, its share not counted.</summary>
    float Spike(nint row);

    /// <summary>The shares of <paramref name="count"/> classes from <paramref name="j"/> on, anything in the other lanes.</summary>
    V Shares<V>(nint row, nint j, int count)
        where V : struct, ISimd<V>;
}
