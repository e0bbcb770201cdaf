using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Machine;

/// <summary>
/// Adds up memory in eight independent chains and nothing else, so that loads are the limit; a sum in the one order that results have
/// (<see cref="Reductions.VirtualLanes"/>) has two chains of 16 lanes and waits for its additions.
/// </summary>
/// <param name="memory">What is read; a rest that fills less than eight vectors is not.</param>
internal ref struct ReadKernel(ReadOnlySpan<float> memory) : ISimdKernel
{
    private const int Chains = 8;

    private readonly ReadOnlySpan<float> memory = memory;

    /// <summary>What came out, so that the work is not removed.</summary>
    public float Result { get; private set; }

    // csharpier-ignore
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        // Safety: every load ends at or before `i + Chains * V.Count`, which the loop keeps within the span.
        ref readonly float start = ref MemoryMarshal.GetReference(memory);
        V x0 = V.Zero,
            x1 = V.Zero,
            x2 = V.Zero,
            x3 = V.Zero,
            x4 = V.Zero,
            x5 = V.Zero,
            x6 = V.Zero,
            x7 = V.Zero;
        nint n = memory.Length;
        for (nint i = 0; i + (Chains * V.Count) <= n; i += Chains * V.Count)
        {
            x0 += V.Load(in start, i);
            x1 += V.Load(in start, i + V.Count);
            x2 += V.Load(in start, i + (2 * V.Count));
            x3 += V.Load(in start, i + (3 * V.Count));
            x4 += V.Load(in start, i + (4 * V.Count));
            x5 += V.Load(in start, i + (5 * V.Count));
            x6 += V.Load(in start, i + (6 * V.Count));
            x7 += V.Load(in start, i + (7 * V.Count));
        }

        Result = V.Sum(x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7);
    }
}
