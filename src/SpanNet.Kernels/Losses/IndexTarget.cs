using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>q = w[c] at class c, 0 elsewhere.</summary>
internal readonly ref struct IndexTarget(ReadOnlySpan<float> classes, ReadOnlySpan<float> weights) : IClassTarget
{
    private readonly ReadOnlySpan<float> classes = classes;
    private readonly ReadOnlySpan<float> weights = weights;

    public static bool HasShares => false;

    public static bool HasSpike => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Class(nint row) => classes[(int)row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Spike(nint row) => weights.IsEmpty ? 1f : weights[(int)classes[(int)row]];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Shares<V>(nint row, nint j, int count)
        where V : struct, ISimd<V> => V.Zero;
}
