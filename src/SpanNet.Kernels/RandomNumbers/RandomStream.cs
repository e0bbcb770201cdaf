using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>
/// An endless, immutable sequence of random numbers. Element i is a function of (seed, stream, i) alone, so any part of it can be
/// had at any time, in any order and on any thread, with the same bits on every machine and at every vector width.
/// </summary>
/// <remarks>
/// Philox 4×32-10: word i is word i mod 4 of the block with the key (seed low, seed high) and the counter (i / 4 low, i / 4 high,
/// stream low, stream high). One word gives one element, whatever the distribution. Salmon, Moraes, Dror and Shaw 2011,
/// "Parallel random numbers: as easy as 1, 2, 3". Not for secrets.
/// </remarks>
/// <param name="Seed">The key: one per run.</param>
/// <param name="Stream">The upper half of the counter: streams of one seed never overlap.</param>
public readonly record struct RandomStream(ulong Seed, ulong Stream)
{
    /// <summary>The stream of <paramref name="seed"/> for one purpose: the same name and index give the same stream in every process.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">What the numbers are for, for example "dropout/dense1"; hashed by FNV-1a over its UTF-16 bytes.</param>
    /// <param name="index">Which of many, for example the number of the step or epoch.</param>
    public static RandomStream For(ulong seed, ReadOnlySpan<char> purpose, ulong index = 0) =>
        new RandomStream(seed, StreamHash.Name(purpose)).Derive(index);

    /// <summary>Another stream of the same seed, for part <paramref name="index"/> of what this one is for.</summary>
    public RandomStream Derive(ulong index) => this with { Stream = StreamHash.Mix(Stream + StreamHash.Mix(index)) };

    /// <summary>destination[i] = word <paramref name="offset"/> + i of the stream: 32 random bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The stream ends (at 2⁶⁴ elements) before the destination does.</exception>
    public void Bits(Span<uint> destination, ulong offset = 0) => Fill(default(WordDraw), destination, offset);

    /// <summary>
    /// destination[i] = element <paramref name="offset"/> + i of the uniform distribution on [0, 1): the upper 24 bits of the word, · 2⁻²⁴.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The stream ends (at 2⁶⁴ elements) before the destination does.</exception>
    public void Uniform(Span<float> destination, ulong offset = 0) => Fill(new UniformDraw<Unchanged>(default), destination, offset);

    /// <summary>
    /// A dropout mask: destination[i] = <paramref name="scale"/> where element <paramref name="offset"/> + i of <see cref="Uniform"/>
    /// is below <paramref name="keepProbability"/>, else 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The stream ends (at 2⁶⁴ elements) before the destination does.</exception>
    public void Keep(Span<float> destination, float keepProbability, float scale, ulong offset = 0) =>
        Fill(new UniformDraw<Kept>(new Kept(keepProbability, scale)), destination, offset);

    /// <summary>
    /// destination[i] = element <paramref name="offset"/> + i of the standard normal distribution: Φ⁻¹((word + ½) · 2⁻³²), so that
    /// |element| stays below 6.4.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The stream ends (at 2⁶⁴ elements) before the destination does.</exception>
    public void Normal(Span<float> destination, ulong offset = 0) => Quantiles(destination, offset, lowest: 0, range: 1);

    /// <summary>
    /// destination[i] = element <paramref name="offset"/> + i of the standard normal distribution cut to [−2, 2]:
    /// Φ⁻¹(Φ(−2) + (Φ(2) − Φ(−2)) · (word + ½) · 2⁻³²).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The stream ends (at 2⁶⁴ elements) before the destination does.</exception>
    public void TruncatedNormal(Span<float> destination, ulong offset = 0) =>
        Quantiles(destination, offset, NormalQuantile.BelowMinusTwo, 1 - (2 * NormalQuantile.BelowMinusTwo));

    private void Quantiles(Span<float> destination, ulong offset, double lowest, double range)
    {
        const double step = 1.0 / (1L << 32);
        CheckEnd(offset, destination.Length);
        Span<uint> words = stackalloc uint[256];
        for (int start = 0; start < destination.Length; start += words.Length)
        {
            Span<float> part = destination[start..Math.Min(start + words.Length, destination.Length)];
            Bits(words[..part.Length], offset + (ulong)start);
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = (float)NormalQuantile.Of(lowest + (range * ((words[i] + 0.5) * step)));
            }
        }
    }

    private void Fill<TDraw, T>(TDraw draw, Span<T> destination, ulong offset)
        where TDraw : struct, IDraw<T>
        where T : unmanaged
    {
        CheckEnd(offset, destination.Length);
        var kernel = new Philox.Kernel<TDraw, T>(this, draw, destination, offset);
        SimdWidth.Run(ref kernel, destination.Length);
    }

    private static void CheckEnd(ulong offset, int length)
    {
        if (offset > ulong.MaxValue - (ulong)length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset),
                offset,
                $"A random stream has 2^64 elements: {length} elements do not fit behind the offset."
            );
        }
    }
}
