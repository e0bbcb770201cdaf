using System.Numerics;
using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Softmax;

namespace SpanNet.Kernels.Losses;

/// <summary>
/// Value and gradient of a loss over the elements of a [rows, columns] matrix, in one pass: see <see cref="ElementLossKernel{TLoss}"/>.
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        var kernel = new ElementLossKernel<TLoss>(loss, x, y, weights, scale, gradient, columns);

        // Vectors no wider than a short row: what a mask has written, the backward pass could not load before it has reached the cache.
        SimdWidth.Run(ref kernel, (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)columns), VirtualLanes.Count));
        return kernel.Result;
    }
}
