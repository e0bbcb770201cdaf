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

    // csharpier-ignore-start
    /// <summary>Vector v of row p of B lies at b + 16p + v·L within a panel, panels are bp apart; start and c have one element per column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, TVectors>(nint k, ref float a, nint cs, ref float b, nint bp, ref float start, ref float c)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        V c0 = V.Zero, c1 = V.Zero, c2 = V.Zero, c3 = V.Zero, c4 = V.Zero, c5 = V.Zero, c6 = V.Zero, c7 = V.Zero;

        // Safety: Product hands in columns inside B and C, or a buffer of eight whole vectors.
        if (!Unsafe.IsNullRef(ref start))
        {
            if (TVectors.Value > 0) { c0 = V.Load(ref start, 0 * V.Count); }
            if (TVectors.Value > 1) { c1 = V.Load(ref start, 1 * V.Count); }
            if (TVectors.Value > 2) { c2 = V.Load(ref start, 2 * V.Count); }
            if (TVectors.Value > 3) { c3 = V.Load(ref start, 3 * V.Count); }
            if (TVectors.Value > 4) { c4 = V.Load(ref start, 4 * V.Count); }
            if (TVectors.Value > 5) { c5 = V.Load(ref start, 5 * V.Count); }
            if (TVectors.Value > 6) { c6 = V.Load(ref start, 6 * V.Count); }
            if (TVectors.Value > 7) { c7 = V.Load(ref start, 7 * V.Count); }
        }

        nint o1 = Offset<V>(1, bp), o2 = Offset<V>(2, bp), o3 = Offset<V>(3, bp), o4 = Offset<V>(4, bp);
        nint o5 = Offset<V>(5, bp), o6 = Offset<V>(6, bp), o7 = Offset<V>(7, bp);
        for (; k > 0; k--)
        {
            V x = V.Create(a);
            if (TVectors.Value > 0) { c0 = V.Fma(x, V.Load(ref b, 0), c0); }
            if (TVectors.Value > 1) { c1 = V.Fma(x, V.Load(ref b, o1), c1); }
            if (TVectors.Value > 2) { c2 = V.Fma(x, V.Load(ref b, o2), c2); }
            if (TVectors.Value > 3) { c3 = V.Fma(x, V.Load(ref b, o3), c3); }
            if (TVectors.Value > 4) { c4 = V.Fma(x, V.Load(ref b, o4), c4); }
            if (TVectors.Value > 5) { c5 = V.Fma(x, V.Load(ref b, o5), c5); }
            if (TVectors.Value > 6) { c6 = V.Fma(x, V.Load(ref b, o6), c6); }
            if (TVectors.Value > 7) { c7 = V.Fma(x, V.Load(ref b, o7), c7); }

            a = ref Unsafe.Add(ref a, cs);
            b = ref Unsafe.Add(ref b, Panels.Width);
        }

        if (TVectors.Value > 0) { c0.Store(ref c, 0 * V.Count); }
        if (TVectors.Value > 1) { c1.Store(ref c, 1 * V.Count); }
        if (TVectors.Value > 2) { c2.Store(ref c, 2 * V.Count); }
        if (TVectors.Value > 3) { c3.Store(ref c, 3 * V.Count); }
        if (TVectors.Value > 4) { c4.Store(ref c, 4 * V.Count); }
        if (TVectors.Value > 5) { c5.Store(ref c, 5 * V.Count); }
        if (TVectors.Value > 6) { c6.Store(ref c, 6 * V.Count); }
        if (TVectors.Value > 7) { c7.Store(ref c, 7 * V.Count); }
    }
    // csharpier-ignore-end

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Offset<V>(int vector, nint bp)
        where V : struct, ISimd<V> => (vector * V.Count / Panels.Width * bp) + (vector * V.Count % Panels.Width);
}
