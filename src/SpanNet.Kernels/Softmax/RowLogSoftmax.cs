using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Softmax;

/// <summary>
/// Log-softmax over the rows of a [rows, columns] matrix: y[j] = x[j] − m − ln Σₖ exp(x[k] − m) with m the largest x of the row.
/// A row's result depends on that row alone. A row that holds NaN or +∞, or nothing but −∞, becomes NaN, as in PyTorch.
/// </summary>
public static class RowLogSoftmax
{
    /// <summary>y = log-softmax(x), row by row.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="y">[rows, columns]; may be <paramref name="x"/> itself, but must not overlap it otherwise.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole number of rows.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int columns)
    {
        Rows.Check(x.Length, columns);
        Lengths.Check(x.Length, y.Length);
        var kernel = new ForwardKernel(x, y, columns);
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
    }

    /// <summary>dx[j] = dy[j] − exp(y[j]) · Σₖ dy[k], row by row.</summary>
    /// <param name="y">[rows, columns], from the forward pass.</param>
    /// <param name="dy">[rows, columns].</param>
    /// <param name="dx">[rows, columns]; may be <paramref name="dy"/> itself, but must not overlap the inputs otherwise.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole number of rows.</exception>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns) =>
        Backward(y, dy, dx, columns, add: false);

    /// <summary>As <see cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int)"/>, but dx is added to; it must not be dy.</summary>
    /// <exception cref="ArgumentException">The lengths differ or are no whole number of rows.</exception>
    public static void BackwardAdd(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns) =>
        Backward(y, dy, dx, columns, add: true);

    private static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns, bool add)
    {
        Rows.Check(y.Length, columns);
        Lengths.Check(y.Length, dy.Length);
        Lengths.Check(y.Length, dx.Length);
        var kernel = new BackwardKernel(y, dy, dx, columns, add);
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
    }

    internal readonly ref struct ForwardKernel(ReadOnlySpan<float> x, Span<float> y, int columns) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> x = x;
        private readonly Span<float> y = y;
        private readonly int columns = columns;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            ref float px = ref MemoryMarshal.GetReference(x);
            ref float py = ref MemoryMarshal.GetReference(y);
            int n = columns;
            bool isShort = n <= 2 * V.Count;
            for (nint row = 0; row < x.Length; row += n)
            {
                if (isShort)
                {
                    ShortRow<V>(ref Unsafe.Add(ref px, row), ref Unsafe.Add(ref py, row), n);
                }
                else
                {
                    LongRow<V>(ref Unsafe.Add(ref px, row), ref Unsafe.Add(ref py, row), n);
                }
            }
        }

        /// <summary>A row that stays in two registers: each element is read once and written once.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void ShortRow<V>(ref float x, ref float y, int n)
            where V : struct, ISimd<V>
        {
            Rows.LoadShort(ref x, n, out V a, out V b);
            V max = V.Create(Rows.Largest(a, b));
            a -= max;
            if (n <= V.Count)
            {
                (a - Log.Of(V.Create(V.Sum(Exp.Of(a))))).StoreFirst(ref y, 0, n);
                return;
            }

            b -= max;
            V log = Log.Of(V.Create(V.Sum(Exp.Of(a) + Exp.Of(b))));
            (a - log).Store(ref y, 0);
            (b - log).StoreFirst(ref y, V.Count, n - V.Count);
        }

        private static void LongRow<V>(ref float x, ref float y, int n)
            where V : struct, ISimd<V>
        {
            float largest = Rows.Largest<V>(ref x, n);
            var exp = new RowExp(ref x, largest);
            var sum = Simd1.Create(VirtualLanes.Reduce<V, RowExp, Adding>(ref exp, n));
            Rows.Map<V, Shifted>(new Shifted(largest, Simd1.Sum(Log.Of(sum))), ref x, ref y, n);
        }
    }

    private readonly struct Shifted(float max, float log) : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ISimd<V> => x - V.Create(max) - V.Create(log);
    }

    internal readonly ref struct BackwardKernel(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns, bool add)
        : ISimdKernel
    {
        private readonly ReadOnlySpan<float> y = y;
        private readonly ReadOnlySpan<float> dy = dy;
        private readonly Span<float> dx = dx;
        private readonly int columns = columns;
        private readonly bool add = add;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            ref float py = ref MemoryMarshal.GetReference(y);
            ref float pdy = ref MemoryMarshal.GetReference(dy);
            ref float pdx = ref MemoryMarshal.GetReference(dx);
            int n = columns;
            for (nint row = 0; row < y.Length; row += n)
            {
                var terms = new Sum.Terms(ref Unsafe.Add(ref pdy, row));
                V sum = V.Create(VirtualLanes.Reduce<V, Sum.Terms, Adding>(ref terms, n));
                for (int j = 0; j < n; j += V.Count)
                {
                    int count = Math.Min(V.Count, n - j);
                    V p = Exp.Of(V.LoadFirst(ref py, row + j, count, V.Zero));
                    V result = V.Fma(-p, sum, V.LoadFirst(ref pdy, row + j, count, V.Zero));
                    result = add ? result + V.LoadFirst(ref pdx, row + j, count, V.Zero) : result;
                    result.StoreFirst(ref pdx, row + j, count);
                }
            }
        }
    }
}
