using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Reductions;

/// <summary>What <see cref="VirtualLanes"/> reduces: the next elements of the inputs, joined into the running lanes.</summary>
internal interface IReduction
{
    /// <summary>Joins <paramref name="count"/> elements from <paramref name="i"/> on, one per lane; the other lanes stay as they are.</summary>
    V Step<V>(V lanes, nint i, int count)
        where V : struct, ISimd<V>;
}
