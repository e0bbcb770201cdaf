using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// c[0 : nL] ← start + a[0:k] · B[0:k, 0 : nL], n vectors of L lanes: the micro-kernel for one row. It streams up to eight columns of
/// vectors at once, since a single chain of fused multiply-adds would wait for its own latency. The same chain per element as a tile.
/// </summary>
internal static class RowKernel
{
    /// <summary>Most vectors of one call: 4 cycles latency × 2 fused multiply-adds a cycle.</summary>
    public const int MaxVectors = 8;

    /// <summary>So many vectors wait for their own latency: four steps of the loop are one then, and leave the processor room to run ahead.</summary>
    private const int Unrolled = 2;

    // csharpier-ignore-start
    /// <summary>Vector v of row p of B lies at b + 16p + v·L within a panel, panels are bp apart; start and c have one element per column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, TVectors>(nint k, ref float a, nint cs, ref float b, nint bp, ref float start, ref float c, int last)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        V c0 = V.Zero, c1 = V.Zero, c2 = V.Zero, c3 = V.Zero, c4 = V.Zero, c5 = V.Zero, c6 = V.Zero, c7 = V.Zero;

        // Safety: Product hands in columns inside B and C, or a buffer of eight whole vectors.
        if (!Unsafe.IsNullRef(ref start))
        {
            if (TVectors.Value > 0) { c0 = V.LoadFirst(ref start, 0 * V.Count, Lanes<V, TVectors>(0, last), V.Zero); }
            if (TVectors.Value > 1) { c1 = V.LoadFirst(ref start, 1 * V.Count, Lanes<V, TVectors>(1, last), V.Zero); }
            if (TVectors.Value > 2) { c2 = V.LoadFirst(ref start, 2 * V.Count, Lanes<V, TVectors>(2, last), V.Zero); }
            if (TVectors.Value > 3) { c3 = V.LoadFirst(ref start, 3 * V.Count, Lanes<V, TVectors>(3, last), V.Zero); }
            if (TVectors.Value > 4) { c4 = V.LoadFirst(ref start, 4 * V.Count, Lanes<V, TVectors>(4, last), V.Zero); }
            if (TVectors.Value > 5) { c5 = V.LoadFirst(ref start, 5 * V.Count, Lanes<V, TVectors>(5, last), V.Zero); }
            if (TVectors.Value > 6) { c6 = V.LoadFirst(ref start, 6 * V.Count, Lanes<V, TVectors>(6, last), V.Zero); }
            if (TVectors.Value > 7) { c7 = V.LoadFirst(ref start, 7 * V.Count, Lanes<V, TVectors>(7, last), V.Zero); }
        }

        nint o1 = Offset<V>(1, bp), o2 = Offset<V>(2, bp), o3 = Offset<V>(3, bp), o4 = Offset<V>(4, bp);
        nint o5 = Offset<V>(5, bp), o6 = Offset<V>(6, bp), o7 = Offset<V>(7, bp);
        for (; TVectors.Value <= Unrolled && k >= 4; k -= 4)
        {
            V x = V.Create(a);
            if (TVectors.Value > 0) { V.Accumulate(ref c0, x, ref b, 0); }
            if (TVectors.Value > 1) { V.Accumulate(ref c1, x, ref b, o1); }
            x = V.Create(Unsafe.Add(ref a, cs));
            if (TVectors.Value > 0) { V.Accumulate(ref c0, x, ref b, Panels.Width); }
            if (TVectors.Value > 1) { V.Accumulate(ref c1, x, ref b, o1 + Panels.Width); }
            a = ref Unsafe.Add(ref a, 2 * cs);
            x = V.Create(a);
            if (TVectors.Value > 0) { V.Accumulate(ref c0, x, ref b, 2 * Panels.Width); }
            if (TVectors.Value > 1) { V.Accumulate(ref c1, x, ref b, o1 + (2 * Panels.Width)); }
            x = V.Create(Unsafe.Add(ref a, cs));
            if (TVectors.Value > 0) { V.Accumulate(ref c0, x, ref b, 3 * Panels.Width); }
            if (TVectors.Value > 1) { V.Accumulate(ref c1, x, ref b, o1 + (3 * Panels.Width)); }
            a = ref Unsafe.Add(ref a, 2 * cs);
            b = ref Unsafe.Add(ref b, 4 * Panels.Width);
        }

        for (; k != 0; k--)
        {
            V x = V.Create(a);
            if (TVectors.Value > 0) { V.Accumulate(ref c0, x, ref b, 0); }
            if (TVectors.Value > 1) { V.Accumulate(ref c1, x, ref b, o1); }
            if (TVectors.Value > 2) { V.Accumulate(ref c2, x, ref b, o2); }
            if (TVectors.Value > 3) { V.Accumulate(ref c3, x, ref b, o3); }
            if (TVectors.Value > 4) { V.Accumulate(ref c4, x, ref b, o4); }
            if (TVectors.Value > 5) { V.Accumulate(ref c5, x, ref b, o5); }
            if (TVectors.Value > 6) { V.Accumulate(ref c6, x, ref b, o6); }
            if (TVectors.Value > 7) { V.Accumulate(ref c7, x, ref b, o7); }

            a = ref Unsafe.Add(ref a, cs);
            b = ref Unsafe.Add(ref b, Panels.Width);
        }

        if (TVectors.Value > 0) { c0.StoreFirst(ref c, 0 * V.Count, Lanes<V, TVectors>(0, last)); }
        if (TVectors.Value > 1) { c1.StoreFirst(ref c, 1 * V.Count, Lanes<V, TVectors>(1, last)); }
        if (TVectors.Value > 2) { c2.StoreFirst(ref c, 2 * V.Count, Lanes<V, TVectors>(2, last)); }
        if (TVectors.Value > 3) { c3.StoreFirst(ref c, 3 * V.Count, Lanes<V, TVectors>(3, last)); }
        if (TVectors.Value > 4) { c4.StoreFirst(ref c, 4 * V.Count, Lanes<V, TVectors>(4, last)); }
        if (TVectors.Value > 5) { c5.StoreFirst(ref c, 5 * V.Count, Lanes<V, TVectors>(5, last)); }
        if (TVectors.Value > 6) { c6.StoreFirst(ref c, 6 * V.Count, Lanes<V, TVectors>(6, last)); }
        if (TVectors.Value > 7) { c7.StoreFirst(ref c, 7 * V.Count, Lanes<V, TVectors>(7, last)); }
    }
    // csharpier-ignore-end

    /// <summary>How many columns of a vector exist: all but in the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Lanes<V, TVectors>(int vector, int last)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount => vector == TVectors.Value - 1 ? last : V.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Offset<V>(int vector, nint bp)
        where V : struct, ISimd<V> => (vector * V.Count / Panels.Width * bp) + (vector * V.Count % Panels.Width);
}
