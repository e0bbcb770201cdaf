using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>A function of two numbers, over vectors of any width.</summary>
public interface IZip
{
    /// <summary>f(a, b).</summary>
    V Invoke<V>(V a, V b)
        where V : struct, ISimd<V>;
}
