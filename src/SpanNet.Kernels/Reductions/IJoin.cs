using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Reductions;

/// <summary>How lanes and partial results are joined: by adding them, or by taking the larger.</summary>
internal interface IJoin
{
    /// <summary>What lanes hold before the first element.</summary>
    static abstract V Start<V>()
        where V : struct, ISimd<V>;

    /// <summary>The lanes of both, joined one by one.</summary>
    static abstract V Join<V>(V lower, V upper)
        where V : struct, ISimd<V>;

    /// <summary>All lanes of one vector joined: i with i + h for h = V.Count/2, …, 2, 1.</summary>
    static abstract float Across<V>(V lanes)
        where V : struct, ISimd<V>;

    /// <summary>Two results joined.</summary>
    static abstract float Join(float earlier, float later);
}
