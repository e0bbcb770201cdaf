using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Softmax;

namespace SpanNet.Kernels.Losses;

/// <summary>
/// Softmax cross-entropy over the rows of a [rows, classes] matrix, fused with its gradient: with p = softmax(x) and the weighted
/// target distribution q of a row, loss = −Σⱼ q[j] · ln p[j] and ∂loss/∂x[j] = p[j] · Σₖ q[k] − q[j]. Rows are summed in the
/// order of <see cref="VirtualLanes"/>, and added in their order in double.
/// </summary>
public static class CrossEntropyRows
{
    /// <summary>Σᵢ weight[i] · loss of row i with the class index <paramref name="targets"/>[i], and the gradient times scale · weight[i].</summary>
    /// <param name="batch">Logits, weights, gradient.</param>
    /// <param name="targets">[rows], each an integer of 0 … classes − 1: the caller has checked.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static double Indices(in CrossEntropyBatch batch, ReadOnlySpan<float> targets)
    {
        Lengths.Check(Check(batch), targets.Length);
        return batch.Smoothing == 0f
            ? Run(batch, new IndexTarget(targets, batch.ClassWeights))
            : Run(batch, new SmoothedIndexTarget(targets, batch.ClassWeights, batch.Smoothing, batch.Classes));
    }

    /// <summary>Σᵢ weight[i] · loss of row i with the class probabilities <paramref name="targets"/>[i], and the gradient times scale · weight[i].</summary>
    /// <param name="batch">Logits, weights, gradient.</param>
    /// <param name="targets">[rows, classes].</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static double Probabilities(in CrossEntropyBatch batch, ReadOnlySpan<float> targets)
    {
        Check(batch);
        Lengths.Check(batch.Logits.Length, targets.Length);
        return Run(batch, new ProbabilityTarget(targets, batch.ClassWeights, batch.Smoothing, batch.Classes));
    }

    private static int Check(in CrossEntropyBatch batch)
    {
        Rows.Check(batch.Logits.Length, batch.Classes);
        int rows = batch.Logits.Length / batch.Classes;
        Lengths.Check(batch.ClassWeights.IsEmpty ? 0 : batch.Classes, batch.ClassWeights.Length);
        Lengths.Check(batch.SampleWeights.IsEmpty ? 0 : rows, batch.SampleWeights.Length);
        Lengths.Check(batch.Gradient.IsEmpty ? 0 : batch.Logits.Length, batch.Gradient.Length);
        return rows;
    }

    private static double Run<TTarget>(in CrossEntropyBatch batch, TTarget target)
        where TTarget : struct, IClassTarget, allows ref struct
    {
        var kernel = new CrossEntropyKernel<TTarget>(batch, target);
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
        return kernel.Result;
    }
}
