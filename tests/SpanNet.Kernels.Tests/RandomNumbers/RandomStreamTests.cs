using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Kernels.Simd;
using SpanNet.Reference;

namespace SpanNet.Kernels.Tests.RandomNumbers;

public sealed class RandomStreamTests
{
    private static readonly RandomStream Stream = new(0x0123456789ABCDEF, 0xFEDCBA9876543210);

    // Random123, tests/kat_vectors, "philox4x32 10": counter, key, result.
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void KnownAnswersOfThePaper(string counter, string key, string result)
    {
        uint[] c = Hex(counter);
        uint[] k = Hex(key);
        Assert.Equal(Hex(result), PhiloxReference.Block(c, k));

        // The engine numbers words, not blocks, so it reaches blocks below 2⁶² only; the others are the reference's own.
        ulong block = c[0] | ((ulong)c[1] << 32);
        if (block < 1UL << 62)
        {
            var stream = new RandomStream(k[0] | ((ulong)k[1] << 32), c[2] | ((ulong)c[3] << 32));
            uint[] words = new uint[4];
            stream.Bits(words, block * 4);
            Assert.Equal(Hex(result), words);
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    [InlineData(17UL)]
    [InlineData((1UL << 34) - 5)]
    [InlineData(ulong.MaxValue - 100)]
    public void EveryOffsetAndLengthMatchesTheReferenceAtEveryWidth(ulong offset)
    {
        uint[] expected = new uint[100];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = PhiloxReference.Word(Stream.Seed, Stream.Stream, offset + (ulong)i);
        }

        for (int n = 0; n <= expected.Length; n++)
        {
            Assert.Equal(expected[..n], Words<Simd512>(offset, n));
            Assert.Equal(expected[..n], Words<Simd256>(offset, n));
            Assert.Equal(expected[..n], Words<Simd128>(offset, n));
            Assert.Equal(expected[..n], Words<Simd1>(offset, n));
            uint[] chosen = new uint[n];
            Stream.Bits(chosen, offset);
            Assert.Equal(expected[..n], chosen);
        }
    }

    [Theory]
    [InlineData(1, 0UL)]
    [InlineData(37, 3UL)]
    [InlineData(1000, 6UL)]
    public void UniformAndKeepAreFunctionsOfTheWords(int n, ulong offset)
    {
        const float probability = 0.3f;
        uint[] words = new uint[n];
        Stream.Bits(words, offset);
        float[] uniform = new float[n];
        float[] mask = new float[n];
        for (int i = 0; i < n; i++)
        {
            uniform[i] = (float)((words[i] >> 8) / 16777216.0);
            mask[i] = uniform[i] < probability ? 2.5f : 0f;
        }

        Assert.Equal(uniform, Draw<Simd512, Unchanged>(default, offset, n));
        Assert.Equal(uniform, Draw<Simd256, Unchanged>(default, offset, n));
        Assert.Equal(uniform, Draw<Simd128, Unchanged>(default, offset, n));
        Assert.Equal(mask, Draw<Simd512, Kept>(new(probability, 2.5f), offset, n));
        Assert.Equal(mask, Draw<Simd256, Kept>(new(probability, 2.5f), offset, n));
        Assert.Equal(mask, Draw<Simd128, Kept>(new(probability, 2.5f), offset, n));

        float[] chosen = new float[n];
        Stream.Uniform(chosen, offset);
        Assert.Equal(uniform, chosen);
        Stream.Keep(chosen, probability, 2.5f, offset);
        Assert.Equal(mask, chosen);
    }

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(1f, 1000)]
    public void KeepOfNoneAndOfAll(float probability, int expected)
    {
        float[] mask = new float[1000];
        Stream.Keep(mask, probability, 1f);
        Assert.Equal(expected, (int)mask.Sum());
    }

    [Fact]
    public void NormalIsAFunctionOfTheIndexAlone()
    {
        float[] whole = new float[1001];
        float[] truncated = new float[1001];
        Stream.Normal(whole);
        Stream.TruncatedNormal(truncated);
        for (int cut = 0; cut <= whole.Length; cut += 77)
        {
            float[] parts = new float[whole.Length];
            Stream.Normal(parts.AsSpan(0, cut));
            Stream.Normal(parts.AsSpan(cut), (ulong)cut);
            Assert.Equal(whole, parts);
            Stream.TruncatedNormal(parts.AsSpan(0, cut));
            Stream.TruncatedNormal(parts.AsSpan(cut), (ulong)cut);
            Assert.Equal(truncated, parts);
        }
    }

    [Fact]
    public void DistributionsPassKolmogorovSmirnov()
    {
        float[] x = new float[100_000];
        Stream.Uniform(x);
        AssertDistribution(x, u => u);
        Stream.Normal(x);
        AssertDistribution(x, NormalReference.Cumulative);
        Stream.TruncatedNormal(x);
        Assert.All(x, z => Assert.InRange(z, -2f, 2f));
        double below = NormalReference.Cumulative(-2);
        AssertDistribution(x, z => (NormalReference.Cumulative(z) - below) / (1 - (2 * below)));
    }

    [Fact]
    public void StreamsOfOneSeedAreUncorrelated()
    {
        float[] a = new float[100_000];
        float[] b = new float[100_000];
        RandomStream.For(1, "weights", 0).Normal(a);
        RandomStream.For(1, "weights", 1).Normal(b);
        double covariance = a.Zip(b, (x, y) => (double)x * y).Average();
        Assert.InRange(covariance, -0.015, 0.015);
    }

    [Fact]
    public void NamedStreamsAreTheSameInEveryProcess()
    {
        // FNV-1a of "a", the published 64-bit value for the byte 61, goes on with the zero byte of UTF-16.
        Assert.Equal(unchecked(0xAF63DC4C8601EC8CUL * 0x100000001B3UL), StreamHash.Name("a"));

        // SplitMix64 seeded with 0: the published first output.
        Assert.Equal(0xE220A8397B1DCDAFUL, StreamHash.Mix(0));
        Assert.Equal(new RandomStream(7, 0x466BBBD52B035A28), RandomStream.For(7, "shuffle", 3));
        Assert.NotEqual(RandomStream.For(7, "shuffle", 3), RandomStream.For(7, "shuffle", 4));
        Assert.NotEqual(RandomStream.For(7, "shuffle", 3), RandomStream.For(7, "shuffl\u0165", 3));
    }

    [Fact]
    public void TheEndOfTheStreamIsChecked()
    {
        float[] two = new float[2];
        Stream.Uniform(two, ulong.MaxValue - 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.Uniform(two, ulong.MaxValue - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.Normal(two, ulong.MaxValue - 1));
    }

    private static void AssertDistribution(float[] sample, Func<double, double> cumulative)
    {
        Array.Sort(sample);
        double distance = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            double p = cumulative(sample[i]);
            distance = Math.Max(distance, Math.Max(p - ((double)i / sample.Length), ((i + 1.0) / sample.Length) - p));
        }

        // The distance that one sample in a thousand exceeds; the seed is fixed, so the test does not flicker.
        Assert.True(distance < 1.95 / Math.Sqrt(sample.Length), $"Kolmogorov-Smirnov distance {distance}");
    }

    private static uint[] Words<V>(ulong offset, int n)
        where V : struct, ISimd<V>
    {
        uint[] words = new uint[n];
        new Philox.Kernel<WordDraw, uint>(Stream, default, words, offset).Run<V>();
        return words;
    }

    private static float[] Draw<V, TMap>(TMap f, ulong offset, int n)
        where V : struct, ISimd<V>
        where TMap : struct, IMap
    {
        float[] x = new float[n];
        new Philox.Kernel<UniformDraw<TMap>, float>(Stream, new(f), x, offset).Run<V>();
        return x;
    }

    private static uint[] Hex(string words) => [.. words.Split(' ').Select(word => Convert.ToUInt32(word, 16))];
}
