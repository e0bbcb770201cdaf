using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>How a vector of columns is read and written: as a whole, or its first lanes only where the row ends. A type, so that the loop over whole vectors has no masks.</summary>
internal interface IEdge
{
    /// <summary>Reads <paramref name="count"/> floats, 0 behind them.</summary>
    static abstract V Load<V>(ref readonly float source, nint offset, int count)
        where V : struct, ISimd<V>;

    /// <summary>Writes <paramref name="count"/> floats.</summary>
    static abstract void Store<V>(V value, ref float destination, nint offset, int count)
        where V : struct, ISimd<V>;
}
