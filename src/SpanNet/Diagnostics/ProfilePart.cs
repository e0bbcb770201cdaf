namespace SpanNet.Diagnostics;

/// <summary>One part of a call at a full batch, and what it has to do whoever does it.</summary>
/// <param name="Name">The node of the network, or the name of the phase.</param>
/// <param name="Kind">Kind of the layer, of the loss or of the optimizer; empty otherwise.</param>
/// <param name="Phase">What it does.</param>
public sealed record ProfilePart(string Name, string Kind, ProfilePhase Phase)
{
    /// <summary>Floating-point operations, a fused multiply-add counts two; 0 where nobody counts them (loss, update): its roof is the memory's alone.</summary>
    public long Flops { get; init; }

    /// <summary>
    /// Bytes that it cannot avoid to read and write: each operand once, twice where it is read and written. Scratch is not counted.
    /// </summary>
    public long Bytes { get; init; }

    /// <summary>Bytes of the memory that it touches: what should fit into a cache.</summary>
    public long WorkingSet { get; init; }
}
