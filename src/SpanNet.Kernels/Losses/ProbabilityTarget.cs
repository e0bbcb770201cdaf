using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>Class probabilities t: q[j] = w[j] · ((1 − ε) · t[j] + ε/C).</summary>
internal readonly ref struct ProbabilityTarget(ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, float smoothing, int classes)
    : IClassTarget
{
    private readonly ReadOnlySpan<float> targets = targets;
    private readonly ReadOnlySpan<float> weights = weights;
    private readonly float share = smoothing / classes;
    private readonly float keep = 1f - smoothing;
    private readonly int classes = classes;

    public static bool HasShares => true;

    public static bool HasSpike => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Class(nint row) => -1f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Spike(nint row) => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Shares<V>(nint row, nint j, int count)
        where V : struct, ISimd<V>
    {
        // Safety: rows, classes and weights were checked against each other at the entry; j + count stays below classes.
        V t = V.LoadFirst(in MemoryMarshal.GetReference(targets), (row * classes) + j, count, V.Zero);
        V q = V.Fma(V.Create(keep), t, V.Create(share));
        return weights.IsEmpty ? q : q * V.LoadFirst(in MemoryMarshal.GetReference(weights), j, count, V.Zero);
    }
}
