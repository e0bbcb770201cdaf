namespace SpanNet.Kernels.Simd;

/// <summary>A kernel whose body is compiled once per vector width. Usually a ref struct that holds the spans it works on.</summary>
public interface ISimdKernel
{
    /// <summary>Runs the kernel with vectors of type <typeparamref name="V"/>.</summary>
    void Run<V>()
        where V : struct, ISimd<V>;
}
