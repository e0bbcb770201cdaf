namespace SpanNet.Benchmarks.Guarding;

/// <summary>
/// What limits a work, and so what its figure is a fraction of. Such a fraction holds for other clocks and busier hosts, and nearly for
/// other processors of the same vector width; a time holds for one machine on one day.
/// </summary>
internal enum Yardstick
{
    /// <summary>Fused multiply-adds at the widest vectors: matrix products, polynomials.</summary>
    Compute,

    /// <summary>Bandwidth of as many bytes as the work moves: sweeps, products of one row.</summary>
    Memory,

    /// <summary>Fused multiply-adds that wait for each other: networks so small that chains and calls are all there is.</summary>
    Latency,
}
