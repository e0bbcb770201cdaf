using System.Runtime.CompilerServices;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// The one answer to every ragged edge: the full kernel runs into a small buffer on the stack, and only the columns that exist are
/// copied to C. Needed where C is row-major and its last columns do not fill a panel, ten classes for example.
/// </summary>
internal static class RaggedTile
{
    private const int MaxRows = 12;
    private const int MaxColumns = 2 * Panels.Width;

    /// <summary>A tile of which only the first <paramref name="columns"/> columns exist in C and in its beginnings.</summary>
    [SkipLocalsInit]
    public static void Run<V, TVectors>(
        int rows,
        ref readonly TileLayout layout,
        ref float a,
        ref float b,
        ref float start,
        ref float c,
        int columns
    )
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        Span<float> tile = stackalloc float[(MaxRows * MaxColumns) + CacheLine.Slack];
        // Safety: the buffer holds the largest tile, and only columns that exist are copied from and to C.
        ref float t = ref CacheLine.First(tile);
        scoped ref float from = ref Unsafe.NullRef<float>();
        TileLayout own = layout;
        own.CRow = MaxColumns;
        own.CVector = V.Count;
        if (!Unsafe.IsNullRef(ref start))
        {
            int starts = layout.StartRow == 0 ? 1 : rows;
            for (int i = 0; i < starts; i++)
            {
                Fetch<V>(ref Unsafe.Add(ref start, i * layout.StartRow), ref Unsafe.Add(ref t, i * MaxColumns), columns);
            }

            from = ref t;
            own.StartRow = starts == 1 ? 0 : MaxColumns;
            own.StartVector = V.Count;
        }

        TileKernel.Run<V, TVectors>(rows, in own, ref a, ref b, ref from, ref t);
        for (int i = 0; i < rows; i++)
        {
            Deliver<V>(ref Unsafe.Add(ref t, i * MaxColumns), ref Unsafe.Add(ref c, i * layout.CRow), columns);
        }
    }

    /// <summary>buffer ← from, <paramref name="columns"/> floats of which the last vector may be a part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch<V>(ref float from, ref float buffer, int columns)
        where V : struct, ISimd<V>
    {
        for (int j = 0; j < columns; j += V.Count)
        {
            V.LoadFirst(ref from, j, Math.Min(V.Count, columns - j), V.Zero).Store(ref buffer, j);
        }
    }

    /// <summary>to ← buffer. The buffer holds whole vectors: a part of what was just stored would wait until it reaches the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deliver<V>(ref float buffer, ref float to, int columns)
        where V : struct, ISimd<V>
    {
        for (int j = 0; j < columns; j += V.Count)
        {
            V.Load(ref buffer, j).StoreFirst(ref to, j, Math.Min(V.Count, columns - j));
        }
    }
}
