using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// One of the small matrices of <see cref="Winograd"/> as a type: y = M x for a column x of numbers, written out as additions in a fixed
/// order. Numbers beyond <see cref="Inputs"/> and <see cref="Outputs"/> are 0 and vanish when the map is compiled.
/// </summary>
internal interface IWinogradMap
{
    /// <summary>Columns of M, 2 to 4.</summary>
    static abstract int Inputs { get; }

    /// <summary>Rows of M, 2 to 4.</summary>
    static abstract int Outputs { get; }

    /// <summary>y = M x.</summary>
    static abstract void Apply<V>(V x0, V x1, V x2, V x3, out V y0, out V y1, out V y2, out V y3)
        where V : struct, ISimd<V>;
}
