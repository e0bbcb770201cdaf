using System.Runtime.CompilerServices;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>Σ g[j] · w[j] · (x[j] − mean) along a row.</summary>
internal readonly ref struct WeightedDeviations(ref readonly float g, ref readonly float w, ref readonly float x, float mean) : IReduction
{
    private readonly ref readonly float g = ref g;
    private readonly ref readonly float w = ref w;
    private readonly ref readonly float x = ref x;
    private readonly float mean = mean;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V>(V lanes, nint i, int count)
        where V : struct, ISimd<V>
    {
        V weighted = V.LoadFirst(in g, i, count, V.Zero) * V.LoadFirst(in w, i, count, V.Zero);
        return V.Fma(weighted, V.LoadFirst(in x, i, count, V.Zero) - V.Create(mean), lanes);
    }
}
