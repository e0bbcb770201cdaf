using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Reductions;

/// <summary>
/// sums[j] = Σᵢ x[i, j] over a row-major matrix: the gradient of a bias. Each column is one chain over the rows in their order, so
/// the bits depend on neither threads nor vector width.
/// </summary>
public static class ColumnSums
{
    /// <summary>sums[j] = Σᵢ x[i, j].</summary>
    /// <param name="x">[rows, columns], columns being the length of <paramref name="sums"/>.</param>
    /// <param name="rows">Number of rows; with 0 rows all sums are 0.</param>
    /// <param name="sums">[columns]; may not overlap <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="x"/> is not rows · columns.</exception>
    public static void Write(ReadOnlySpan<float> x, int rows, Span<float> sums) => Run(x, rows, sums, add: false);

    /// <summary>sums[j] = sums[j] + (Σᵢ x[i, j]): the whole sum is made first, then added. See <see cref="Write"/>.</summary>
    /// <exception cref="ArgumentException">The length of <paramref name="x"/> is not rows · columns.</exception>
    public static void Add(ReadOnlySpan<float> x, int rows, Span<float> sums) => Run(x, rows, sums, add: true);

    private static void Run(ReadOnlySpan<float> x, int rows, Span<float> sums, bool add)
    {
        Lengths.Check(checked(rows * sums.Length), x.Length);
        Run(x, rows, sums.Length, sums, add);
    }

    /// <summary>The same of some columns of a matrix whose rows are <paramref name="stride"/> floats apart; the caller has checked the lengths.</summary>
    internal static void Run(ReadOnlySpan<float> x, int rows, int stride, Span<float> sums, bool add)
    {
        var kernel = new Kernel(x, rows, stride, sums, add);
        SimdWidth.Run(ref kernel, sums.Length);
    }

    internal readonly ref struct Kernel(ReadOnlySpan<float> x, int rows, int stride, Span<float> sums, bool add) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> x = x;
        private readonly int rows = rows;
        private readonly int stride = stride;
        private readonly Span<float> sums = sums;
        private readonly bool add = add;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            int columns = sums.Length;
            int j = 0;
            for (; j <= columns - (4 * V.Count); j += 4 * V.Count)
            {
                FourVectors<V>(j);
            }

            for (; j <= columns - (2 * V.Count); j += 2 * V.Count)
            {
                TwoVectors<V>(j);
            }

            for (; j < columns; j += V.Count)
            {
                OneVector<V>(j, Math.Min(V.Count, columns - j));
            }
        }

        /// <summary>Four chains at once hide the latency of the addition and use whole cache lines.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void FourVectors<V>(nint j)
            where V : struct, ISimd<V>
        {
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            ref float px = ref MemoryMarshal.GetReference(x);
            V s0 = V.Zero;
            V s1 = V.Zero;
            V s2 = V.Zero;
            V s3 = V.Zero;
            for (nint i = 0, at = j; i < rows; i++, at += stride)
            {
                s0 += V.Load(ref px, at);
                s1 += V.Load(ref px, at + V.Count);
                s2 += V.Load(ref px, at + (2 * V.Count));
                s3 += V.Load(ref px, at + (3 * V.Count));
            }

            Finish(s0, j, V.Count);
            Finish(s1, j + V.Count, V.Count);
            Finish(s2, j + (2 * V.Count), V.Count);
            Finish(s3, j + (3 * V.Count), V.Count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void TwoVectors<V>(nint j)
            where V : struct, ISimd<V>
        {
            ref float px = ref MemoryMarshal.GetReference(x);
            V s0 = V.Zero;
            V s1 = V.Zero;
            for (nint i = 0, at = j; i < rows; i++, at += stride)
            {
                s0 += V.Load(ref px, at);
                s1 += V.Load(ref px, at + V.Count);
            }

            Finish(s0, j, V.Count);
            Finish(s1, j + V.Count, V.Count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void OneVector<V>(nint j, int count)
            where V : struct, ISimd<V>
        {
            ref float px = ref MemoryMarshal.GetReference(x);
            V s = V.Zero;
            for (nint i = 0, at = j; i < rows; i++, at += stride)
            {
                s += V.LoadFirst(ref px, at, count, V.Zero);
            }

            Finish(s, j, count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Finish<V>(V sum, nint j, int count)
            where V : struct, ISimd<V>
        {
            ref float ps = ref MemoryMarshal.GetReference(sums);
            V result = add ? V.LoadFirst(ref ps, j, count, V.Zero) + sum : sum;
            result.StoreFirst(ref ps, j, count);
        }
    }
}
