using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Elementwise;

/// <summary>A function of one number, over vectors of any width.</summary>
public interface IMap
{
    /// <summary>f(x).</summary>
    V Invoke<V>(V x)
        where V : struct, ISimd<V>;
}
