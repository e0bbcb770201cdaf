using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>Label smoothing: q[j] = w[j] · ε/C, plus w[c] · (1 − ε) at class c. Szegedy and others 2016; weights as in PyTorch.</summary>
internal readonly ref struct SmoothedIndexTarget(ReadOnlySpan<float> classes, ReadOnlySpan<float> weights, float smoothing, int count)
    : IClassTarget
{
    private readonly ReadOnlySpan<float> classes = classes;
    private readonly ReadOnlySpan<float> weights = weights;
    private readonly float share = smoothing / count;
    private readonly float spike = 1f - smoothing;

    public static bool HasShares => true;

    public static bool HasSpike => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Class(nint row) => classes[(int)row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Spike(nint row) => weights.IsEmpty ? spike : spike * weights[(int)classes[(int)row]];

    // Safety: the class weights were checked to be as many as the classes; j + count stays below that.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Shares<V>(nint row, nint j, int count)
        where V : struct, ISimd<V> =>
        weights.IsEmpty ? V.Create(share) : V.Create(share) * V.LoadFirst(in MemoryMarshal.GetReference(weights), j, count, V.Zero);
}
