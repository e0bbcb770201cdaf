using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Data;

/// <summary>Random orders that are pure functions of a seed and a number, such as the epoch: nothing is remembered between them.</summary>
public static class Shuffle
{
    /// <summary>
    /// Fills <paramref name="order"/> with 0 … n − 1 in the random order of epoch <paramref name="epoch"/>. Allocates nothing.
    /// Fisher and Yates; position i is exchanged with ⌊r·(i + 1)/2⁶⁴⌋, r being
    /// words 2i (low) and 2i + 1 of the stream "data/epoch", number epoch: biased by less than n/2⁶⁴.
    /// </summary>
    public static void Permutation(Span<int> order, ulong seed, int epoch) =>
        Permutation(order, RandomStream.For(seed, "data/epoch", (uint)epoch));

    /// <summary>The order that a seeded split cuts; independent of those of the epochs.</summary>
    internal static void SplitPermutation(Span<int> order, ulong seed) => Permutation(order, RandomStream.For(seed, "data/split"));

    private static void Permutation(Span<int> order, RandomStream random)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        const int Chunk = 256;
        Span<uint> words = stackalloc uint[2 * Chunk];
        for (int start = 0; start < order.Length; start += Chunk)
        {
            int end = Math.Min(start + Chunk, order.Length);
            random.Bits(words[..(2 * (end - start))], 2 * (ulong)start);
            for (int i = start; i < end; i++)
            {
                ulong r = ((ulong)words[(2 * (i - start)) + 1] << 32) | words[2 * (i - start)];
                int j = (int)Math.BigMul(r, (ulong)i + 1, out _);
                (order[i], order[j]) = (order[j], order[i]);
            }
        }
    }
}
