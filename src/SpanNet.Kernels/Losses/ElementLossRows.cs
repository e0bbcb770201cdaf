using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Softmax;

namespace SpanNet.Kernels.Losses;

/// <summary>
/// Value and gradient of a loss over the elements of a [rows, columns] matrix, in one pass. Each row is summed in the order of
/// <see cref="VirtualLanes"/>, the rows in their order in double.
/// </summary>
public static class ElementLossRows
{
    /// <summary>
    /// Σᵢ weight[i] · Σⱼ loss(x[i, j], y[i, j]); gradient[i, j] = scale · weight[i] · ∂loss/∂x[i, j].
    /// </summary>
    /// <param name="loss">The loss of one element.</param>
    /// <param name="x">The outputs, [rows, columns].</param>
    /// <param name="y">The targets, [rows, columns].</param>
    /// <param name="weights">[rows], or empty: all 1.</param>
    /// <param name="scale">Factor of the gradient, usually 1 / (number of elements).</param>
    /// <param name="gradient">[rows, columns], overwritten, or empty when only the value is wanted. May be <paramref name="x"/> itself.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole number of rows.</exception>
    public static double Evaluate<TLoss>(
        TLoss loss,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> y,
        ReadOnlySpan<float> weights,
        double scale,
        Span<float> gradient,
        int columns
    )
        where TLoss : struct, IElementLoss
    {
        Rows.Check(x.Length, columns);
        Lengths.Check(x.Length, y.Length);
        Lengths.Check(weights.IsEmpty ? 0 : x.Length / columns, weights.Length);
        Lengths.Check(gradient.IsEmpty ? 0 : x.Length, gradient.Length);
        var kernel = new Kernel<TLoss>(loss, x, y, weights, scale, gradient, columns);
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
        return kernel.Result;
    }

    internal ref struct Kernel<TLoss>(
        TLoss loss,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> y,
        ReadOnlySpan<float> weights,
        double scale,
        Span<float> gradient,
        int columns
    ) : ISimdKernel
        where TLoss : struct, IElementLoss
    {
        private readonly TLoss loss = loss;
        private readonly ReadOnlySpan<float> x = x;
        private readonly ReadOnlySpan<float> y = y;
        private readonly ReadOnlySpan<float> weights = weights;
        private readonly double scale = scale;
        private readonly Span<float> gradient = gradient;
        private readonly int columns = columns;

        public double Result { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            ref float px = ref MemoryMarshal.GetReference(x);
            ref float py = ref MemoryMarshal.GetReference(y);
            ref float pg = ref MemoryMarshal.GetReference(gradient);
            int rows = x.Length / columns;
            double sum = 0;
            for (int row = 0; row < rows; row++)
            {
                nint start = (nint)row * columns;
                float weight = weights.IsEmpty ? 1f : weights[row];
                ref float rowX = ref Unsafe.Add(ref px, start);
                ref float rowY = ref Unsafe.Add(ref py, start);
                if (gradient.IsEmpty)
                {
                    var values = new Values(loss, ref rowX, ref rowY);
                    sum += (double)weight * VirtualLanes.Reduce<V, Values, Adding>(ref values, columns);
                }
                else
                {
                    var both = new ValuesAndGradient(loss, ref rowX, ref rowY, ref Unsafe.Add(ref pg, start), (float)(scale * weight));
                    sum += (double)weight * VirtualLanes.Reduce<V, ValuesAndGradient, Adding>(ref both, columns);
                }
            }

            Result = sum;
        }

        private readonly ref struct Values(TLoss loss, ref float x, ref float y) : IReduction
        {
            private readonly TLoss loss = loss;
            private readonly ref float x = ref x;
            private readonly ref float y = ref y;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Step<V>(V lanes, nint i, int count)
                where V : struct, ISimd<V>
            {
                V vx = V.LoadFirst(ref x, i, count, V.Create(TLoss.Neutral));
                return lanes + loss.Evaluate(vx, V.LoadFirst(ref y, i, count, V.Zero), out _);
            }
        }

        private readonly ref struct ValuesAndGradient(TLoss loss, ref float x, ref float y, ref float gradient, float scale) : IReduction
        {
            private readonly TLoss loss = loss;
            private readonly ref float x = ref x;
            private readonly ref float y = ref y;
            private readonly ref float gradient = ref gradient;
            private readonly float scale = scale;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Step<V>(V lanes, nint i, int count)
                where V : struct, ISimd<V>
            {
                V vx = V.LoadFirst(ref x, i, count, V.Create(TLoss.Neutral));
                V value = loss.Evaluate(vx, V.LoadFirst(ref y, i, count, V.Zero), out V derivative);
                (derivative * V.Create(scale)).StoreFirst(ref gradient, i, count);
                return lanes + value;
            }
        }
    }
}
