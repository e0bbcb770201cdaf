using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// Σ clamp(g, −cut, cut)²: what clipping by norm needs before the sweep. The order of the sum depends on the length alone: chunks of
/// <see cref="ChunkLength"/> elements, each over 64 lanes folded in halves, chunks added in their order in double.
/// </summary>
/// <remarks>Relative error below 10⁻⁵. Infinite when a square overflows (|g| above 10¹⁹).</remarks>
public static class GradientNorm
{
    /// <summary>Elements that are summed in single precision: 64 squares per lane, 16 KiB of input.</summary>
    public const int ChunkLength = 4096;

    /// <summary>Virtual lanes of one chunk: four vectors of 16, eight of 8, …, so that additions do not wait for each other.</summary>
    private const int Lanes = 64;

    /// <summary>Σ clamp(g, −cut, cut)².</summary>
    public static double SquaredSum(ReadOnlySpan<float> g, float cut)
    {
        double sum = 0;
        Span<float> lanes = stackalloc float[Lanes];
        Span<float> stripe = stackalloc float[Lanes];
        for (int i = 0; i < g.Length; i += ChunkLength)
        {
            ReadOnlySpan<float> chunk = g.Slice(i, Math.Min(ChunkLength, g.Length - i));
            var kernel = new Kernel(chunk, cut, lanes, stripe);
            SimdWidth.Run(ref kernel, Lanes);
            sum += Fold(lanes);
        }

        return sum;
    }

    private static float Fold(Span<float> lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int k = 0; k < half; k++)
            {
                lanes[k] += lanes[k + half];
            }
        }

        return lanes[0];
    }

    internal readonly ref struct Kernel(ReadOnlySpan<float> g, float cut, Span<float> lanes, Span<float> stripe) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> g = g;
        private readonly float cut = cut;
        private readonly Span<float> lanes = lanes;
        private readonly Span<float> stripe = stripe;

        /// <summary>Lane l receives the squares of the elements l, l + 64, l + 128, …</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            Debug.Assert(g.Length <= ChunkLength, "One chunk at a time.");
            nint whole = g.Length / Lanes * Lanes;
            ref float pg = ref MemoryMarshal.GetReference(g);
            ref float rest = ref MemoryMarshal.GetReference(stripe);
            ref float sums = ref MemoryMarshal.GetReference(lanes);

            // Behind the end stand zeros, whose squares change nothing.
            stripe.Clear();
            g[(int)whole..].CopyTo(stripe);

            for (nint l = 0; l < Lanes; l += 4 * V.Count)
            {
                (V a, V b, V c, V d) = (V.Zero, V.Zero, V.Zero, V.Zero);
                for (nint i = l; i < whole; i += Lanes)
                {
                    Add(ref pg, i, ref a, ref b, ref c, ref d);
                }

                Add(ref rest, l, ref a, ref b, ref c, ref d);
                a.Store(ref sums, l);
                b.Store(ref sums, l + V.Count);
                c.Store(ref sums, l + (2 * V.Count));
                d.Store(ref sums, l + (3 * V.Count));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add<V>(ref float g, nint i, ref V a, ref V b, ref V c, ref V d)
            where V : struct, ISimd<V>
        {
            a = AddSquare(V.Load(ref g, i), a);
            b = AddSquare(V.Load(ref g, i + V.Count), b);
            c = AddSquare(V.Load(ref g, i + (2 * V.Count)), c);
            d = AddSquare(V.Load(ref g, i + (3 * V.Count)), d);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V AddSquare<V>(V g, V sum)
            where V : struct, ISimd<V>
        {
            V clamped = V.Min(V.Create(cut), V.Max(V.Create(-cut), g));
            return V.Fma(clamped, clamped, sum);
        }
    }
}
