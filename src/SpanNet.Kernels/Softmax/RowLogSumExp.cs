using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Softmax;

/// <summary>
/// result[i] = ln Σⱼ exp(x[i, j]) over the rows of a [rows, columns] matrix, without overflow. A row's result depends on that row
/// alone. −∞ for a row of nothing but −∞, +∞ for a row that holds +∞ and no NaN, NaN for a row that holds NaN.
/// </summary>
public static class RowLogSumExp
{
    /// <summary>result[i] = ln Σⱼ exp(x[i, j]).</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="result">[rows].</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="x"/> is not rows · columns.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> result, int columns)
    {
        Rows.Check(x.Length, columns);
        Lengths.Check(x.Length / columns, result.Length);
        var kernel = new Kernel(x, result, columns);
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
    }

    internal readonly ref struct Kernel(ReadOnlySpan<float> x, Span<float> result, int columns) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> x = x;
        private readonly Span<float> result = result;
        private readonly int columns = columns;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            ref float px = ref MemoryMarshal.GetReference(x);
            ref float pr = ref MemoryMarshal.GetReference(result);
            for (nint i = 0; i < result.Length; i++)
            {
                Unsafe.Add(ref pr, i) = Row<V>(ref Unsafe.Add(ref px, i * columns), columns);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static float Row<V>(ref float x, int n)
            where V : struct, ISimd<V>
        {
            // An infinite maximum is no use as a shift: ∞ − ∞ is NaN. Without one, exp gives the right infinity by itself.
            float max = Rows.Largest<V>(ref x, n);
            float shift = float.IsInfinity(max) ? 0f : max;
            var exp = new RowExp(ref x, shift);
            var sum = Simd1.Create(VirtualLanes.Reduce<V, RowExp, Adding>(ref exp, n));
            return Simd1.Sum(Simd1.Create(shift) + Log.Of(sum));
        }
    }
}
