using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Softmax;

/// <summary>Σ exp(x[j] − shift) over one row, in the order of <see cref="VirtualLanes"/>.</summary>
internal readonly ref struct RowExp(ref readonly float x, float shift) : IReduction
{
    private readonly ref readonly float x = ref x;
    private readonly float shift = shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V>(V lanes, nint i, int count)
        where V : struct, ISimd<V> => lanes + Exp.Of(V.LoadFirst(in x, i, count, V.Create(float.NegativeInfinity)) - V.Create(shift));
}
