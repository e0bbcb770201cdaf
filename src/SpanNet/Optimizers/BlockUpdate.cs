using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <summary>
/// An optimizer at work on one block of parameters: what all pieces of a step share is worked out when the step begins, so that a piece, of a small
/// network a few hundred parameters, costs little more than its sweep. The bits are those of <see cref="Optimizer.Step"/>.
/// </summary>
internal abstract class BlockUpdate
{
    /// <summary>Step number <paramref name="number"/> begins.</summary>
    /// <param name="number">Counted from 1.</param>
    /// <param name="learningRate">Its step size.</param>
    /// <param name="squaredNorm">That of the whole gradient, where <see cref="Optimizer.NeedsWholeGradient"/>.</param>
    /// <param name="team">The threads to share large pieces with.</param>
    /// <exception cref="ArgumentException">The step size is negative or not finite.</exception>
    public abstract void Begin(long number, float learningRate, double squaredNorm, ThreadTeam team);

    /// <summary>Updates the parameters from <paramref name="first"/> on by their gradients.</summary>
    public abstract void Update(int first, ReadOnlySpan<float> gradients);

    /// <summary>Updates a weight matrix in panels by the factors of its gradient x·dyᵀ, dy in whole panels.</summary>
    public abstract void Update(int first, ReadOnlySpan<float> x, ReadOnlySpan<float> dy);

    /// <summary>The same for several rows, shared between the threads of <paramref name="team"/> as the product is.</summary>
    public abstract void Update(int first, in GradientFactors gradient, ThreadTeam team);
}
