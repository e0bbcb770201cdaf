using System.Runtime.CompilerServices;
using SpanNet.Kernels.Memory;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// The sweep of <see cref="UpdateSweep"/> over weight matrices in panels whose gradients are outer products x·dyᵀ of a batch of one: they are
/// multiplied as the weights stream by, and never stored. A bias is one more row, whose x is 1. Bound to one block of parameters.
/// </summary>
/// <remarks>Each element is 0 + x·dy with one rounding: the chain of <see cref="Gemm.Gemm.WeightGradient"/> for one row, hence the same bits.</remarks>
public sealed class OuterUpdate<TRule>
    where TRule : struct, IUpdateRule
{
    private static readonly float[] one = [1f];

    private readonly int decayed;
    private readonly OuterKernel<TRule> plain;
    private readonly OuterKernel<TRule> clipped;
    private readonly OuterKernel<TRule> penalized;
    private OuterKernel<TRule> ofDecayed;
    private OuterKernel<TRule> ofOthers;

    /// <summary>For the first <paramref name="length"/> of <paramref name="parameters"/>.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="length">How many of them.</param>
    /// <param name="decayed">The first so many are subject to penalties.</param>
    /// <param name="state">As many states of each kind.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public OuterUpdate(AlignedBuffer parameters, int length, int decayed, AlignedBuffer state)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(state);
        if (length < 0 || length > parameters.Length || (long)TRule.States * length > state.Length)
        {
            throw new ArgumentException(
                $"There are {parameters.Length} parameters and {state.Length} states; expected {length} and their states."
            );
        }

        this.decayed = decayed;
        plain = new OuterKernelOf<TRule, PlainForm>(parameters, length, state);
        clipped = new OuterKernelOf<TRule, ClippedForm>(parameters, length, state);
        penalized = new OuterKernelOf<TRule, PenalizedForm>(parameters, length, state);
        ofDecayed = ofOthers = plain;
    }

    /// <summary>A step begins: what all its updates have in common.</summary>
    public void Begin(TRule rule, in UpdateTerms terms)
    {
        ofOthers = terms.Clips ? clipped : plain;
        ofOthers.Begin(rule, in terms);
        ofDecayed = ofOthers;
        if (terms.Penalizes)
        {
            ofDecayed = penalized;
            ofDecayed.Begin(rule, in terms);
        }
    }

    /// <summary>Updates a weight matrix in panels, and a bias. What the last panel has beyond the outputs is 0 and stays so.</summary>
    /// <param name="weights">The first parameter of the matrix.</param>
    /// <param name="bias">That of the bias, which is padded to whole panels; null: none.</param>
    /// <param name="x">The inputs, or those that some contiguous rows of one panel belong to.</param>
    /// <param name="dy">The gradients of the outputs.</param>
    /// <exception cref="ArgumentException">There are not as many parameters.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(int weights, int? bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
    {
        OuterKernel<TRule> kernel = weights < decayed ? ofDecayed : ofOthers;
        int place = bias ?? OuterKernel<TRule>.NoBias;
        if (place == OuterKernel<TRule>.NoBias || (kernel == ofOthers && place >= decayed))
        {
            kernel.Run(weights, place, x, dy);
        }
        else
        {
            RunApart(kernel, weights, place, x, dy);
        }
    }

    /// <summary>Weights and bias have terms of their own.</summary>
    private void RunApart(OuterKernel<TRule> kernel, int weights, int bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
    {
        kernel.Run(weights, OuterKernel<TRule>.NoBias, x, dy);
        Run(bias, null, one, dy);
    }
}
