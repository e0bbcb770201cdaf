using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// Work that a tile does along with its multiplications, a little in each step of the inner dimension: they leave loads and stores idle.
/// A type, so that it is compiled into the tile.
/// </summary>
internal interface IAlongTile
{
    /// <summary>Whether there is any: a constant of the JIT.</summary>
    static abstract bool IsWork { get; }

    /// <summary>The first so many steps of the inner dimension have some.</summary>
    nint Steps { get; }

    /// <summary>What is done in step <paramref name="step"/>, counted from 0, of the only segment.</summary>
    void Step<V>(nint step)
        where V : struct, ISimd<V>;
}
