namespace SpanNet.Kernels.Gemm;

/// <summary>Takes a weight gradient piece by piece, each while it is in the cache.</summary>
public interface IGradientTaker
{
    /// <summary>
    /// Takes the gradients of the weights from number <paramref name="first"/> of their panels on. Called by several threads at the same time, for
    /// every weight once.
    /// </summary>
    void Take(int first, ReadOnlySpan<float> gradient);
}
