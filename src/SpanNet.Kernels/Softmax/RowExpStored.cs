using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Softmax;

/// <summary>y[j] = exp(x[j] − shift) and Σ y[j] over one row, in the order of <see cref="VirtualLanes"/>. y may be x.</summary>
internal readonly ref struct RowExpStored(ref readonly float x, ref float y, float shift) : IReduction
{
    private readonly ref readonly float x = ref x;
    private readonly ref float y = ref y;
    private readonly float shift = shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V>(V lanes, nint i, int count)
        where V : struct, ISimd<V>
    {
        V e = Exp.OfSmall(V.LoadFirst(in x, i, count, V.Create(float.NegativeInfinity)) - V.Create(shift));
        e.StoreFirst(ref y, i, count);
        return lanes + e;
    }
}
