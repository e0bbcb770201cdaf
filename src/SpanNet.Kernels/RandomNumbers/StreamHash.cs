namespace SpanNet.Kernels.RandomNumbers;

/// <summary>Hashes that name random streams: written out, because those of the platform differ from process to process.</summary>
internal static class StreamHash
{
    /// <summary>FNV-1a, 64 bits, over the UTF-16 bytes of <paramref name="name"/>, low byte first. Fowler, Noll and Vo 1991.</summary>
    public static ulong Name(ReadOnlySpan<char> name)
    {
        const ulong prime = 0x100000001B3;
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in name)
        {
            hash = (hash ^ (byte)c) * prime;
            hash = (hash ^ (byte)(c >> 8)) * prime;
        }

        return hash;
    }

    /// <summary>One step of SplitMix64: a bijection whose output bits each depend on all input bits. Steele, Lea and Flood 2014.</summary>
    public static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
