using SpanNet.Kernels.Memory;

namespace SpanNet.Kernels.Gemm;

/// <summary>Where the way back through a dense layer of one row finds what it reads and writes, in a <see cref="PassMemory"/>.</summary>
public readonly record struct RowGradientPlaces
{
    /// <summary>The inputs, in the arena.</summary>
    public required Slice X { get; init; }

    /// <summary>Whether they are the network's, which may be borrowed instead.</summary>
    public required bool IsBorrowed { get; init; }

    /// <summary>What f′ is computed from, in the arena: y = f(z), or z.</summary>
    public required Slice YOrZ { get; init; }

    /// <summary>The gradient by y, which becomes that by z; in the arena.</summary>
    public required Slice Dy { get; init; }

    /// <summary>Panels of [k, n], among the parameters.</summary>
    public required Slice W { get; init; }

    /// <summary>n floats padded to whole panels, among the parameters; null: none.</summary>
    public required Slice? Bias { get; init; }

    /// <summary>The gradient by x, in the arena; null: nobody needs it.</summary>
    public required Slice? Dx { get; init; }

    /// <summary>Whether it is added to what is there.</summary>
    public required bool Accumulates { get; init; }
}
