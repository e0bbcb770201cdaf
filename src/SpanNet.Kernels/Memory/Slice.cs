namespace SpanNet.Kernels.Memory;

/// <summary>A view into an <see cref="AlignedBuffer"/> by position, so that descriptions hold no memory.</summary>
/// <param name="Offset">First float; a multiple of 16 (64 bytes).</param>
/// <param name="Length">Number of floats.</param>
public readonly record struct Slice(int Offset, int Length)
{
    /// <summary>The first float behind the slice.</summary>
    public int End => Offset + Length;

    /// <summary>True when both share at least one float.</summary>
    public bool Overlaps(Slice other) => Offset < other.End && other.Offset < End;
}
