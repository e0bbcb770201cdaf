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
    /// Bytes of all that it reads or writes, each operand once: one that is changed in place comes into the cache once. Scratch is not
    /// counted. That is the working set, too.
    /// </summary>
    public long Bytes { get; init; }
}
