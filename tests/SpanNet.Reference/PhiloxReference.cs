namespace SpanNet.Reference;

/// <summary>Philox 4×32-10, one block at a time, as in figure 3 of Salmon et al. 2011.</summary>
public static class PhiloxReference
{
    /// <summary>The four words that ten rounds make of a counter of four words under a key of two.</summary>
    public static uint[] Block(uint[] counter, uint[] key)
    {
        uint[] x = [.. counter];
        for (uint round = 0; round < 10; round++)
        {
            ulong left = 0xD2511F53UL * x[0];
            ulong right = 0xCD9E8D57UL * x[2];
            uint k0 = unchecked(key[0] + (round * 0x9E3779B9));
            uint k1 = unchecked(key[1] + (round * 0xBB67AE85));
            x = [(uint)(right >> 32) ^ x[1] ^ k0, (uint)right, (uint)(left >> 32) ^ x[3] ^ k1, (uint)left];
        }

        return x;
    }

    /// <summary>Word <paramref name="index"/> of a stream.</summary>
    public static uint Word(ulong seed, ulong stream, ulong index)
    {
        ulong block = index / 4;
        uint[] counter = [(uint)block, (uint)(block >> 32), (uint)stream, (uint)(stream >> 32)];
        return Block(counter, [(uint)seed, (uint)(seed >> 32)])[index % 4];
    }
}
