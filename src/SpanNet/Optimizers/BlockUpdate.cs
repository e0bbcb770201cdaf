using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <summary>
/// An optimizer at work on one block of parameters: what all pieces of a step share is worked out when the step begins, so that a piece, of a small
/// network a few hundred parameters, costs little more than its sweep. The bits are those of <see cref="Optimizer.Step"/>.
/// </summary>
internal abstract class BlockUpdate : IGradientReceiver
{
    /// <summary>Step number <paramref name="number"/> begins.</summary>
    /// <param name="number">Counted from 1.</param>
    /// <param name="learningRate">Its step size.</param>
    /// <param name="squaredNorm">That of the whole gradient, where <see cref="Optimizer.NeedsWholeGradient"/>.</param>
    /// <param name="team">The threads to share large pieces with.</param>
    /// <exception cref="ArgumentException">The step size is negative or not finite.</exception>
    public abstract void Begin(long number, float learningRate, double squaredNorm, ThreadTeam team);

    /// <inheritdoc/>
    public abstract void Take(int first, ReadOnlySpan<float> gradient);

    /// <inheritdoc/>
    public abstract void Take(int weights, int? bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy);

    /// <inheritdoc/>
    public abstract bool TakesProduct(int parameters);

    /// <inheritdoc/>
    public abstract void Take(int first, in GradientFactors gradient, ThreadTeam team);
}
