namespace SpanNet.Kernels.Memory;

/// <summary>
/// The blocks that a pass over a network reads and writes. Whoever runs in them knows its places since plan time, as offsets, and has only to see
/// that the blocks are long enough.
/// </summary>
/// <param name="arena">The values, gradients and scratch of a workspace.</param>
/// <param name="parameters">All parameters.</param>
/// <param name="borrowed">The network's input where the caller has it; empty: it lies in the arena.</param>
public readonly ref struct PassMemory(Span<float> arena, Span<float> parameters, ReadOnlySpan<float> borrowed)
{
    /// <summary>The values, gradients and scratch of a workspace.</summary>
    public Span<float> Arena { get; } = arena;

    /// <summary>All parameters.</summary>
    public Span<float> Parameters { get; } = parameters;

    /// <summary>The network's input where the caller has it; empty: it lies in the arena.</summary>
    public ReadOnlySpan<float> Borrowed { get; } = borrowed;
}
