using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>A function of three numbers, over vectors of any width.</summary>
public interface IZip3
{
    /// <summary>f(a, b, c).</summary>
    V Invoke<V>(V a, V b, V c)
        where V : struct, ISimd<V>;
}
