using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Softmax;

/// <summary>
/// Softmax over the rows of a [rows, columns] matrix: y[j] = exp(x[j] − m) / Σₖ exp(x[k] − m) with m the largest x of the row.
/// A row's result depends on that row alone. A row that holds NaN or +∞, or nothing but −∞, becomes NaN, as in PyTorch.
/// </summary>
public static class RowSoftmax
{
    /// <summary>y = softmax(x), row by row.</summary>
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

    /// <summary>dx[j] = y[j](dy[j] − Σₖ dy[k] · y[k]), row by row.</summary>
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
                else if (MiddleRow.Suits<V>(n))
                {
                    MiddleRow.Run<V>(ref Unsafe.Add(ref px, row), ref Unsafe.Add(ref py, row), n);
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
            a = Exp.OfSmall(a - max);
            if (n <= V.Count)
            {
                (a * V.Create(1f / V.Sum(a))).StoreFirst(ref y, 0, n);
                return;
            }

            b = Exp.OfSmall(b - max);
            V scale = V.Create(1f / V.Sum(a + b));
            (a * scale).Store(ref y, 0);
            (b * scale).StoreFirst(ref y, V.Count, n - V.Count);
        }

        /// <summary>
        /// Summing while the exponentials are made saves a pass, where the exponential's constants and the running lanes fit into the
        /// registers together: not into 16 (measured with vectors of 8: 2.0 against 2.5 G elements/s).
        /// </summary>
        private static void LongRow<V>(ref float x, ref float y, int n)
            where V : struct, ISimd<V>
        {
            float max = Rows.Largest<V>(ref x, n);
            float sum;
            if (V.Count == 16)
            {
                var exponentials = new RowExpStored(ref x, ref y, max);
                sum = VirtualLanes.Reduce<V, RowExpStored, Adding>(ref exponentials, n);
            }
            else
            {
                Rows.Map<V, ShiftedExp>(new ShiftedExp(max), ref x, ref y, n);
                var terms = new Sum.Terms(ref y);
                sum = VirtualLanes.Reduce<V, Sum.Terms, Adding>(ref terms, n);
            }

            Rows.Map<V, Scaled>(new Scaled(1f / sum), ref y, ref y, n);
        }
    }

    private readonly struct ShiftedExp(float shift) : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ISimd<V> => Exp.OfSmall(x - V.Create(shift));
    }

    private readonly struct Scaled(float scale) : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ISimd<V> => x * V.Create(scale);
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
                var terms = new Dot.Terms(ref Unsafe.Add(ref pdy, row), ref Unsafe.Add(ref py, row));
                V dot = V.Create(VirtualLanes.Reduce<V, Dot.Terms, Adding>(ref terms, n));
                for (int j = 0; j < n; j += V.Count)
                {
                    int count = Math.Min(V.Count, n - j);
                    V vy = V.LoadFirst(ref py, row + j, count, V.Zero);
                    V g = V.LoadFirst(ref pdy, row + j, count, V.Zero) - dot;
                    V result = add ? V.Fma(vy, g, V.LoadFirst(ref pdx, row + j, count, V.Zero)) : vy * g;
                    result.StoreFirst(ref pdx, row + j, count);
                }
            }
        }
    }
}
