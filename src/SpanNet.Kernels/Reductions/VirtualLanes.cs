using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Reductions;

/// <summary>
/// The one order in which every reduction joins its elements; it depends on their number alone. Element i of a chunk goes to lane
/// i mod 32, each lane is a chain in the order of i, lanes are joined as a tree (i with i + h for h = 16, 8, 4, 2, 1), and chunks
/// of 4096 elements are joined pairwise, in pairs of pairs, and so on.
/// </summary>
/// <remarks>
/// 32 lanes are two vectors of 16 floats, four of 8, eight of 4: enough chains to hide the latency of an addition at every width.
/// </remarks>
internal static class VirtualLanes
{
    /// <summary>Number of lanes.</summary>
    public const int Count = 32;

    private const int Chunk = 4096;

    /// <summary>2³¹ elements are 2¹⁹ chunks: so many levels of pairs.</summary>
    private const int Levels = 20;

    /// <summary>Reduces elements 0 … n − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Reduce<V, TReduction, TJoin>(ref TReduction reduction, nint n)
        where V : struct, ISimd<V>
        where TReduction : struct, IReduction, allows ref struct
        where TJoin : struct, IJoin =>
        n <= Chunk ? ReduceChunk<V, TReduction, TJoin>(ref reduction, 0, n) : ReduceTree<V, TReduction, TJoin>(ref reduction, n);

    /// <summary>Pairs of chunks, found like the carries of a binary counter: level k holds the result of 2ᵏ chunks that waits for its partner.</summary>
    private static float ReduceTree<V, TReduction, TJoin>(ref TReduction reduction, nint n)
        where V : struct, ISimd<V>
        where TReduction : struct, IReduction, allows ref struct
        where TJoin : struct, IJoin
    {
        Span<float> waiting = stackalloc float[Levels];
        uint chunks = 0;
        for (nint start = 0; start < n; start += Chunk, chunks++)
        {
            float result = ReduceChunk<V, TReduction, TJoin>(ref reduction, start, Math.Min(start + Chunk, n));
            int level = 0;
            for (; (chunks >> level & 1) != 0; level++)
            {
                result = TJoin.Join(waiting[level], result);
            }

            waiting[level] = result;
        }

        int lowest = BitOperations.TrailingZeroCount(chunks);
        float total = waiting[lowest];
        for (int level = lowest + 1; chunks >> level != 0; level++)
        {
            if ((chunks >> level & 1) != 0)
            {
                total = TJoin.Join(waiting[level], total);
            }
        }

        return total;
    }

    // A method of its own: inlined into its callers, it would exceed what the JIT is willing to inline in one method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float ReduceChunk<V, TReduction, TJoin>(ref TReduction reduction, nint start, nint end)
        where V : struct, ISimd<V>
        where TReduction : struct, IReduction, allows ref struct
        where TJoin : struct, IJoin
    {
        if (4 * V.Count >= Count)
        {
            Accumulate<V, TReduction, TJoin>(ref reduction, start, end, out V a, out V b, out V c, out V d);
            return V.Count == Count / 2 ? TJoin.Across(TJoin.Join(a, b)) : TJoin.Across(TJoin.Join(TJoin.Join(a, c), TJoin.Join(b, d)));
        }

        return ReduceChunkInPasses<V, TReduction, TJoin>(ref reduction, start, end);
    }

    /// <summary>Narrow vectors: as many passes over the chunk as it takes to serve all lanes.</summary>
    private static float ReduceChunkInPasses<V, TReduction, TJoin>(ref TReduction reduction, nint start, nint end)
        where V : struct, ISimd<V>
        where TReduction : struct, IReduction, allows ref struct
        where TJoin : struct, IJoin
    {
        // Safety: the buffer holds all 32 lanes, and the loop ends with the last of them.
        ref float lanes = ref MemoryMarshal.GetReference(stackalloc float[Count]);
        for (int lane = 0; lane < Count; lane += 4 * V.Count)
        {
            Accumulate<V, TReduction, TJoin>(ref reduction, start + lane, end, out V a, out V b, out V c, out V d);
            a.Store(ref lanes, lane);
            b.Store(ref lanes, lane + V.Count);
            c.Store(ref lanes, lane + (2 * V.Count));
            d.Store(ref lanes, lane + (3 * V.Count));
        }

        for (int half = Count / 2; half >= V.Count; half /= 2)
        {
            for (int lane = 0; lane < half; lane += V.Count)
            {
                TJoin.Join(V.Load(ref lanes, lane), V.Load(ref lanes, lane + half)).Store(ref lanes, lane);
            }
        }

        return TJoin.Across(V.Load(ref lanes, 0));
    }

    /// <summary>Four neighbouring vectors of lanes (two of 16 floats are all lanes), from the block that starts at <paramref name="i"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<V, TReduction, TJoin>(ref TReduction reduction, nint i, nint end, out V a, out V b, out V c, out V d)
        where V : struct, ISimd<V>
        where TReduction : struct, IReduction, allows ref struct
        where TJoin : struct, IJoin
    {
        bool four = 4 * V.Count <= Count;
        int width = four ? 4 * V.Count : 2 * V.Count;
        V a0 = TJoin.Start<V>();
        V a1 = a0;
        V a2 = a0;
        V a3 = a0;

        for (; i <= end - width; i += Count)
        {
            a0 = reduction.Step(a0, i, V.Count);
            a1 = reduction.Step(a1, i + V.Count, V.Count);
            if (four)
            {
                a2 = reduction.Step(a2, i + (2 * V.Count), V.Count);
                a3 = reduction.Step(a3, i + (3 * V.Count), V.Count);
            }
        }

        int left = (int)(end - i);
        if (left > 0)
        {
            a0 = reduction.Step(a0, i, Math.Min(left, V.Count));
        }

        if (left > V.Count)
        {
            a1 = reduction.Step(a1, i + V.Count, Math.Min(left - V.Count, V.Count));
        }

        if (four && left > 2 * V.Count)
        {
            a2 = reduction.Step(a2, i + (2 * V.Count), Math.Min(left - (2 * V.Count), V.Count));
        }

        if (four && left > 3 * V.Count)
        {
            a3 = reduction.Step(a3, i + (3 * V.Count), left - (3 * V.Count));
        }

        (a, b, c, d) = (a0, a1, a2, a3);
    }
}
