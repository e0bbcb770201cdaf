using SpanNet.Kernels.Memory;

namespace SpanNet.Kernels.Gemm;

/// <summary>Where a dense layer of one row finds what it reads and writes, in a <see cref="PassMemory"/>.</summary>
public readonly record struct RowPlaces
{
    /// <summary>The inputs, in the arena.</summary>
    public required Slice X { get; init; }

    /// <summary>Whether they are the network's, which may be borrowed instead.</summary>
    public required bool IsBorrowed { get; init; }

    /// <summary>Panels of [k, n], among the parameters.</summary>
    public required Slice W { get; init; }

    /// <summary>n floats padded with zeros to whole panels, among the parameters; null: none.</summary>
    public required Slice? Bias { get; init; }

    /// <summary>The outputs, in the arena.</summary>
    public required Slice Y { get; init; }
}
