using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>Takes a parameter's gradient from the backward pass in pieces or by its factors, to update the parameter without storing the gradient.</summary>
public interface IGradientReceiver
{
    /// <summary>Takes a piece of a gradient, of the parameters from number <paramref name="first"/> on, and may change them; on any thread.</summary>
    void Take(int first, ReadOnlySpan<float> gradient);

    /// <summary>
    /// Takes x·dyᵀ, the gradient of a weight matrix in panels from number <paramref name="weights"/> on, and dy, that of a bias padded to whole panels
    /// from number <paramref name="bias"/> on where there is one, and may change them.
    /// </summary>
    void Take(int weights, int? bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy);

    /// <summary>Whether the product of <see cref="Take(int, in GradientFactors, ThreadTeam)"/> is the faster way for so many parameters.</summary>
    bool TakesProduct(int parameters);

    /// <summary>Takes xᵀ·dy, the gradient of the parameters from number <paramref name="first"/> on, and may change them.</summary>
    void Take(int first, in GradientFactors gradient, ThreadTeam team);
}
