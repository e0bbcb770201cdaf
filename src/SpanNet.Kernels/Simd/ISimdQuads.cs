namespace SpanNet.Kernels.Simd;

/// <summary>Vectors of whole groups of four lanes, for sums that run in four parts.</summary>
internal interface ISimdQuads<V> : ISimd<V>
    where V : struct, ISimdQuads<V>
{
    /// <summary>Groups of four floats that lie <paramref name="stride"/> floats apart, the first <paramref name="offset"/> floats after <paramref name="source"/>.</summary>
    static abstract V LoadQuads(ref readonly float source, nint offset, nint stride);

    // Safety: who calls it has pinned four floats.
    /// <summary>Four floats in every group: a pointer, since there are functions that broadcast 128 bits as they load them, but none takes a reference.</summary>
    static abstract unsafe V BroadcastQuad(float* source);

    /// <summary>Sums of neighbours in each group: (a₀ + a₁, a₂ + a₃, b₀ + b₁, b₂ + b₃).</summary>
    static abstract V PairSums(V a, V b);
}
