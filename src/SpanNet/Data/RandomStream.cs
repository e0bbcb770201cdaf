namespace SpanNet.Data;

/// <summary>
/// Philox4x32-10 as a function of (seed, stream, offset): word i is output i mod 4 of block i/4, whose counter is
/// (block low, block high, stream low, stream high) and whose key is (seed low, seed high).
/// Salmon et al., Parallel random numbers: as easy as 1, 2, 3; SC 2011.
/// </summary>
internal readonly record struct RandomStream(ulong Seed, ulong Stream)
{
    /// <summary>Writes the words <paramref name="offset"/>, offset + 1, … of the stream.</summary>
    public void Bits(Span<uint> destination, ulong offset)
    {
        Span<uint> block = stackalloc uint[4];
        ulong loaded = ulong.MaxValue;
        for (int i = 0; i < destination.Length; i++)
        {
            ulong word = offset + (ulong)i;
            if (word / 4 != loaded)
            {
                loaded = word / 4;
                Block(loaded, block);
            }

            destination[i] = block[(int)(word % 4)];
        }
    }

    private void Block(ulong number, Span<uint> block)
    {
        (uint c0, uint c1, uint c2, uint c3) = ((uint)number, (uint)(number >> 32), (uint)Stream, (uint)(Stream >> 32));
        (uint k0, uint k1) = ((uint)Seed, (uint)(Seed >> 32));
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)c0 * 0xD2511F53;
            ulong p1 = (ulong)c2 * 0xCD9E8D57;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        (block[0], block[1], block[2], block[3]) = (c0, c1, c2, c3);
    }
}
