using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>Philox 4×32-10: ten rounds of a Feistel-like network over a counter. Salmon, Moraes, Dror and Shaw 2011, section 4.3.</summary>
internal static class Philox
{
    public const uint M0 = 0xD2511F53;
    public const uint M1 = 0xCD9E8D57;
    public const float UniformStep = 1f / (1 << 24);

    // The key grows by these each round: the golden ratio and √3 − 1.
    private const uint W0 = 0x9E3779B9;
    private const uint W1 = 0xBB67AE85;

    private const int WordsPerBlock = 4;
    private const int WidestVector = 16;

    /// <summary>destination[i] = draw(word offset + i).</summary>
    internal readonly ref struct Kernel<TDraw, T>(RandomStream stream, TDraw draw, Span<T> destination, ulong offset) : ISimdKernel
        where TDraw : struct, IDraw<T>
        where T : unmanaged
    {
        private readonly RandomStream stream = stream;
        private readonly TDraw draw = draw;
        private readonly Span<T> destination = destination;
        private readonly ulong offset = offset;

        public void Run<V>()
            where V : struct, ISimd<V>
        {
            // A block is four words, so there is no narrower path than four lanes.
            if (V.Count == 16)
            {
                Fill<Words512, Simd512>();
            }
            else if (V.Count == 8)
            {
                Fill<Words256, Simd256>();
            }
            else
            {
                Fill<Words128, Simd128>();
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Fill<W, V>()
            where W : struct, IWords<W, V>
            where V : struct, ISimd<V>
        {
            uint low = (uint)stream.Seed;
            uint high = (uint)(stream.Seed >> 32);
            W k0 = W.Key(low, high);
            W k1 = W.Key(low + W0, high + W1);
            W k2 = W.Key(low + unchecked(2 * W0), high + unchecked(2 * W1));
            W k3 = W.Key(low + unchecked(3 * W0), high + unchecked(3 * W1));
            W k4 = W.Key(low + unchecked(4 * W0), high + unchecked(4 * W1));
            W k5 = W.Key(low + unchecked(5 * W0), high + unchecked(5 * W1));
            W k6 = W.Key(low + unchecked(6 * W0), high + unchecked(6 * W1));
            W k7 = W.Key(low + unchecked(7 * W0), high + unchecked(7 * W1));
            W k8 = W.Key(low + unchecked(8 * W0), high + unchecked(8 * W1));
            W k9 = W.Key(low + unchecked(9 * W0), high + unchecked(9 * W1));

            TDraw draw = this.draw;
            // Safety: whole vectors are stored only where the destination has room for them; the rest goes through a buffer of one vector.
            ref T d = ref MemoryMarshal.GetReference(destination);
            nint n = destination.Length;
            W counters = W.Counters(offset / WordsPerBlock, stream.Stream);
            nint done = -(nint)(offset % WordsPerBlock);

            // A first block that begins before the destination, and a last vector that ends behind it, take a detour.
            Span<T> part = stackalloc T[WidestVector];
            while (done < n)
            {
                W words = counters.Round(k0).Round(k1).Round(k2).Round(k3).Round(k4).Round(k5).Round(k6).Round(k7).Round(k8).Round(k9);
                if (done >= 0 && done <= n - V.Count)
                {
                    draw.Store<W, V>(words, ref d, done);
                }
                else
                {
                    draw.Store<W, V>(words, ref MemoryMarshal.GetReference(part), 0);
                    int skipped = (int)nint.Max(0, -done);
                    int end = (int)nint.Min(V.Count, n - done);
                    part[skipped..end].CopyTo(destination[(int)(done + skipped)..]);
                }

                counters = counters.Advance((ulong)(V.Count / WordsPerBlock));
                done += V.Count;
            }
        }
    }
}
