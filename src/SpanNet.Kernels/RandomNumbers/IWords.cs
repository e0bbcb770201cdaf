using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>
/// A vector of whole Philox blocks side by side, four 32-bit words each, in the order of the stream: counters at first, random
/// words after ten rounds.
/// </summary>
/// <typeparam name="W">The implementing type.</typeparam>
/// <typeparam name="V">The float vector with as many lanes.</typeparam>
internal interface IWords<W, V>
    where W : struct, IWords<W, V>
    where V : struct, ISimd<V>
{
    /// <summary>The counters of block <paramref name="block"/> and those behind it.</summary>
    static abstract W Counters(ulong block, ulong stream);

    /// <summary>The round key, words 0 and 2 of every block; words 1 and 3 are 0.</summary>
    static abstract W Key(uint k0, uint k1);

    /// <summary>The counters of the next blocks: each moved on by <paramref name="blocks"/>.</summary>
    W Advance(ulong blocks);

    /// <summary>
    /// One round: (x₀, x₁, x₂, x₃) ← (hi(M₁x₂) ⊕ x₁ ⊕ k₀, lo(M₁x₂), hi(M₀x₀) ⊕ x₃ ⊕ k₁, lo(M₀x₀)).
    /// </summary>
    /// <remarks>
    /// A product of 64 bits is lo and hi side by side, so the two products of a block are (lo₀, hi₀, lo₂, hi₂): the block
    /// reversed. One multiplication, one shuffle, one shift and two exclusive ors for all blocks of the vector.
    /// </remarks>
    W Round(W key);

    /// <summary>Writes the words.</summary>
    void Store(ref uint destination, nint offset);

    /// <summary>The upper 24 bits of each word, · 2⁻²⁴.</summary>
    V ToUniform();
}
