using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>Y = M X Mᵀ for a small square X of vectors: M down every column, then along every row.</summary>
internal static class WinogradPatch
{
    /// <summary>
    /// X(i, j) lies i·row + j·column floats after <paramref name="x"/>, Y(i, j) lies i·toRow + j·toColumn floats after
    /// <paramref name="y"/>; is added to what is there where it <paramref name="accumulates"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V, TMap>(ref float x, nint row, nint column, ref float y, nint toRow, nint toColumn, bool accumulates)
        where V : struct, ISimd<V>
        where TMap : struct, IWinogradMap
    {
        // Safety: the callers hand in places of whole squares.
        Down<V, TMap>(ref x, row, column, 0, out V a0, out V a1, out V a2, out V a3);
        Down<V, TMap>(ref x, row, column, 1, out V b0, out V b1, out V b2, out V b3);
        Down<V, TMap>(ref x, row, column, 2, out V c0, out V c1, out V c2, out V c3);
        Down<V, TMap>(ref x, row, column, 3, out V d0, out V d1, out V d2, out V d3);
        Along<V, TMap>(a0, b0, c0, d0, ref y, toRow, toColumn, 0, accumulates);
        Along<V, TMap>(a1, b1, c1, d1, ref y, toRow, toColumn, 1, accumulates);
        Along<V, TMap>(a2, b2, c2, d2, ref y, toRow, toColumn, 2, accumulates);
        Along<V, TMap>(a3, b3, c3, d3, ref y, toRow, toColumn, 3, accumulates);
    }

    /// <summary>The four pixels Aᵀ X A of the sixteen products X that begin at <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pixels<V>(ref float x, nint row, nint column, out V y00, out V y01, out V y10, out V y11)
        where V : struct, ISimd<V>
    {
        Down<V, WinogradResult>(ref x, row, column, 0, out V a0, out V a1, out _, out _);
        Down<V, WinogradResult>(ref x, row, column, 1, out V b0, out V b1, out _, out _);
        Down<V, WinogradResult>(ref x, row, column, 2, out V c0, out V c1, out _, out _);
        Down<V, WinogradResult>(ref x, row, column, 3, out V d0, out V d1, out _, out _);
        WinogradResult.Apply(a0, b0, c0, d0, out y00, out y01, out _, out _);
        WinogradResult.Apply(a1, b1, c1, d1, out y10, out y11, out _, out _);
    }

    /// <summary>Column <paramref name="j"/> of M X.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Down<V, TMap>(ref float x, nint row, nint column, nint j, out V y0, out V y1, out V y2, out V y3)
        where V : struct, ISimd<V>
        where TMap : struct, IWinogradMap
    {
        if (j >= TMap.Inputs)
        {
            y0 = y1 = y2 = y3 = V.Zero;
            return;
        }

        x = ref Unsafe.Add(ref x, j * column);
        V x2 = TMap.Inputs > 2 ? V.Load(ref x, 2 * row) : V.Zero;
        V x3 = TMap.Inputs > 3 ? V.Load(ref x, 3 * row) : V.Zero;
        TMap.Apply(V.Load(ref x, 0), V.Load(ref x, row), x2, x3, out y0, out y1, out y2, out y3);
    }

    /// <summary>Row <paramref name="i"/> of Y from that of M X.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Along<V, TMap>(V x0, V x1, V x2, V x3, ref float y, nint toRow, nint toColumn, nint i, bool accumulates)
        where V : struct, ISimd<V>
        where TMap : struct, IWinogradMap
    {
        if (i >= TMap.Outputs)
        {
            return;
        }

        y = ref Unsafe.Add(ref y, i * toRow);
        TMap.Apply(x0, x1, x2, x3, out V y0, out V y1, out V y2, out V y3);
        Write(y0, ref y, 0, accumulates);
        Write(y1, ref y, toColumn, accumulates);
        Write(y2, ref y, 2 * toColumn, accumulates);
        if (TMap.Outputs > 3)
        {
            Write(y3, ref y, 3 * toColumn, accumulates);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<V>(V value, ref float y, nint place, bool accumulates)
        where V : struct, ISimd<V> => (accumulates ? V.Load(ref y, place) + value : value).Store(ref y, place);
}
