using SpanNet.Kernels.Activations;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// y = f(x·W + b) of a batch of one, for one shape and one f: what <see cref="Gemm.Forward"/> gives, bit by bit, by a way that was
/// chosen at plan time.
/// </summary>
public abstract class RowForward
{
    private protected RowForward() { }

    /// <summary>The product of one row with W [k, n], and <paramref name="activation"/> behind it; null where threads may share so much work.</summary>
    public static RowForward? For(int n, int k, Activation? activation)
    {
        if (Product.IsShared(1, n, k))
        {
            return null;
        }

        var maker = new Maker(n, k);
        return activation is null ? maker.Use(default(Identity)) : activation.As(maker);
    }

    /// <summary>Computes the row.</summary>
    /// <param name="x">k floats.</param>
    /// <param name="w">Panels of [k, n].</param>
    /// <param name="bias">n floats padded with zeros to whole panels, or empty for none.</param>
    /// <param name="y">n floats, overwritten.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shape says.</exception>
    public abstract void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y);

    private sealed class Maker(int n, int k) : IActivationUser<RowForward>
    {
        public RowForward Use<TFunction>(TFunction function)
            where TFunction : struct, IActivation => new RowForwardOf<TFunction>(function, n, k);
    }
}
