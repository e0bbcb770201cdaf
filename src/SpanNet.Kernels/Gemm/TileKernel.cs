using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>From a number of rows or vectors to the kernel that was compiled for it.</summary>
internal static class TileKernel
{
    // csharpier-ignore-start
    /// <summary><see cref="MicroKernel.Tile"/> with <paramref name="rows"/> rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V, TVectors>(int rows, ref readonly TileLayout layout, ref float a, ref float b, ref float start, ref float c)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount =>
        // Safety: where nothing is done along, its reference is never followed.
        Run<V, TVectors, NothingAlong>(rows, in layout, ref a, ref b, ref start, ref c, ref Unsafe.NullRef<NothingAlong>());

    /// <summary>The same with other work along.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V, TVectors, TAlong>(
        int rows, ref readonly TileLayout layout, ref float a, ref float b, ref float start, ref float c, ref TAlong along)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
        where TAlong : struct, IAlongTile, allows ref struct
    {
        switch (rows)
        {
            case 1: MicroKernel.Tile<V, One, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 2: MicroKernel.Tile<V, Two, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 3: MicroKernel.Tile<V, Three, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 4: MicroKernel.Tile<V, Four, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 5: MicroKernel.Tile<V, Five, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 6: MicroKernel.Tile<V, Six, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 7: MicroKernel.Tile<V, Seven, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 8: MicroKernel.Tile<V, Eight, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 9: MicroKernel.Tile<V, Nine, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 10: MicroKernel.Tile<V, Ten, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 11: MicroKernel.Tile<V, Eleven, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            case 12: MicroKernel.Tile<V, Twelve, TVectors, TAlong>(in layout, ref a, ref b, ref start, ref c, ref along); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    /// <summary><see cref="RowKernel.Run"/> with <paramref name="vectors"/> vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row<V>(int vectors, nint k, ref float a, nint cs, ref float b, nint bp, ref float start, ref float c, int last)
        where V : struct, ISimd<V>
    {
        switch (vectors)
        {
            case 1: RowKernel.Run<V, One>(k, ref a, cs, ref b, bp, ref start, ref c, last); break;
            case 2: RowKernel.Run<V, Two>(k, ref a, cs, ref b, bp, ref start, ref c, last); break;
            case 3: RowKernel.Run<V, Three>(k, ref a, cs, ref b, bp, ref start, ref c, last); break;
            case 4: RowKernel.Run<V, Four>(k, ref a, cs, ref b, bp, ref start, ref c, last); break;
            case 5: RowKernel.Run<V, Five>(k, ref a, cs, ref b, bp, ref start, ref c, last); break;
            case 6: RowKernel.Run<V, Six>(k, ref a, cs, ref b, bp, ref start, ref c, last); break;
            case 7: RowKernel.Run<V, Seven>(k, ref a, cs, ref b, bp, ref start, ref c, last); break;
            case 8: RowKernel.Run<V, Eight>(k, ref a, cs, ref b, bp, ref start, ref c, last); break;
            default: throw new ArgumentOutOfRangeException(nameof(vectors));
        }
    }

    /// <summary><see cref="TurnedKernel.Run"/> with fewer columns than it turns at once, or with multiples of these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turned<V, TVectors>(int columns, int rows, int steps, ref float dy, nint ldy, ref float w, bool continues, ref float c, nint ldc)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        switch (Math.Min(columns, TurnedKernel.MaxColumns<V>()))
        {
            case 1: TurnedKernel.Run<V, TVectors, One>(rows, steps, ref dy, ldy, columns, ref w, continues, ref c, ldc); break;
            case 2: TurnedKernel.Run<V, TVectors, Two>(rows, steps, ref dy, ldy, columns, ref w, continues, ref c, ldc); break;
            case 3: TurnedKernel.Run<V, TVectors, Three>(rows, steps, ref dy, ldy, columns, ref w, continues, ref c, ldc); break;
            case 4: TurnedKernel.Run<V, TVectors, Four>(rows, steps, ref dy, ldy, columns, ref w, continues, ref c, ldc); break;
            case 5: TurnedKernel.Run<V, TVectors, Five>(rows, steps, ref dy, ldy, columns, ref w, continues, ref c, ldc); break;
            case 6: TurnedKernel.Run<V, TVectors, Six>(rows, steps, ref dy, ldy, columns, ref w, continues, ref c, ldc); break;
            case 7: TurnedKernel.Run<V, TVectors, Seven>(rows, steps, ref dy, ldy, columns, ref w, continues, ref c, ldc); break;
            default: TurnedKernel.Run<V, TVectors, Eight>(rows, steps, ref dy, ldy, columns, ref w, continues, ref c, ldc); break;
        }
    }

    /// <summary><see cref="RankKernel.Run"/> with an inner dimension of <paramref name="depth"/>, two to eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rank<V, TVectors>(int depth, nint rows, ref float a, nint lda, ref float b, nint bv, bool accumulates, ref float c, nint cv)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        switch (depth)
        {
            case 2: RankKernel.Run<V, Two, TVectors>(rows, ref a, lda, ref b, bv, accumulates, ref c, cv); break;
            case 3: RankKernel.Run<V, Three, TVectors>(rows, ref a, lda, ref b, bv, accumulates, ref c, cv); break;
            case 4: RankKernel.Run<V, Four, TVectors>(rows, ref a, lda, ref b, bv, accumulates, ref c, cv); break;
            case 5: RankKernel.Run<V, Five, TVectors>(rows, ref a, lda, ref b, bv, accumulates, ref c, cv); break;
            case 6: RankKernel.Run<V, Six, TVectors>(rows, ref a, lda, ref b, bv, accumulates, ref c, cv); break;
            case 7: RankKernel.Run<V, Seven, TVectors>(rows, ref a, lda, ref b, bv, accumulates, ref c, cv); break;
            case 8: RankKernel.Run<V, Eight, TVectors>(rows, ref a, lda, ref b, bv, accumulates, ref c, cv); break;
            default: throw new ArgumentOutOfRangeException(nameof(depth));
        }
    }
    // csharpier-ignore-end
}
