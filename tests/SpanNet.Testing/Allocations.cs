namespace SpanNet.Testing;

/// <summary>What some calls took from the managed heap.</summary>
/// <param name="Bytes">Bytes allocated.</param>
/// <param name="Collections">Garbage collections of any generation that ran meanwhile.</param>
public readonly record struct Allocations(long Bytes, int Collections)
{
    /// <summary>No byte and no collection.</summary>
    public static Allocations None => default;
}
