using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// One matrix product C[m, n] ← start + A[m, k] · B[k, n], with B in panels: addresses and sizes only. Each part of the job computes a
/// rectangle of C, so that every element has one writer and one order of summation whatever the cut.
/// </summary>
internal ref struct Product : IParallelJob, ISimdKernel
{
    /// <summary>Rows per block: 240 rows of C are activated while they are in the second-level cache.</summary>
    private const int Mc = 240;

    /// <summary>Floats of A that one tile reads in a pass: 24 KiB, so that they stay in a first-level cache of 32 KiB while B streams by.</summary>
    private const int TileFloats = 6144;

    /// <summary>Lines of the first-level cache that may lie a multiple of a way apart; some have twelve ways.</summary>
    private const int CacheWays = 8;

    /// <summary>The longest inner dimension that a pass takes at every width.</summary>
    public const int PassDepth = TileFloats / 12;

    public int M;
    public int N;
    public int K;

    /// <summary>A(i, p) lies at A + i·ARow + p·AColumn.</summary>
    public ref readonly float A;
    public nint ARow;
    public nint AColumn;

    /// <summary>Row p of panel j lies at B + j·BPanel + p·BRow: in panels BRow is 16. A row-major matrix of whole panels is read where it lies.</summary>
    public ref readonly float B;
    public nint BPanel;
    public nint BRow;

    /// <summary>Where the chains begin: a null reference for 0, the bias with SRow = 0, or C itself to accumulate.</summary>
    public ref readonly float Start;
    public nint StartRow;
    public nint StartPanel;

    /// <summary>Row i, panel j of C lies at C + i·CRow + j·CPanel: row-major with CPanel = 16, or in panels with CRow = 16.</summary>
    public ref float C;
    public nint CRow;
    public nint CPanel;

    /// <summary>True when C has room for whole panels; false when its last panel would spill into the next row.</summary>
    public bool CIsPadded;

    /// <summary>y = activation(C), row-major like C, on each block while it is in the cache; y may be C.</summary>
    public Activation? Activation;
    public Span<float> Y;

    /// <summary>See <see cref="RowProduct.FromEnd"/>: for a single row.</summary>
    public bool FromEnd;

    private ProductParts parts;

    // The rectangle [firstRow, endRow) × [firstColumn, endColumn) of C that this copy of the product computes.
    private int firstRow;
    private int endRow;
    private int firstColumn;
    private int endColumn;

    /// <summary>The column behind the last that this copy computes.</summary>
    public readonly int End => endColumn;

    /// <summary>Lanes worth having: what fills only four is no ragged edge of sixteen. (Eight would have to do with tiles of six rows.)</summary>
    private readonly int Width => N <= 4 && !CIsPadded ? 4 : Panels.Width;

    /// <summary>Cuts the product into as many parts as are worth making.</summary>
    public ProductParts Share(ThreadTeam team) => parts = new ProductParts(M, N, K, team);

    /// <summary>Runs the product on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        int count = Share(team).Count;
        if (count == 1)
        {
            Cut(0, M, 0, Panels.Count(N) * Panels.Width);
            SimdWidth.Run(ref this, Width);
            return;
        }

        team.Run(this, count);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        (int rowStart, int rowEnd) = parts.Rows(part);
        (int columnStart, int columnEnd) = parts.Columns(part);
        Product own = this;
        own.Cut(rowStart, rowEnd, columnStart, columnEnd);
        SimdWidth.Run(ref own, Width);
    }

    /// <summary>Restricts this copy to a rectangle of C. Columns beyond N are computed only where C has room for them: as the zeros of its padding.</summary>
    public void Cut(int firstRow, int endRow, int firstColumn, int endColumn)
    {
        this.firstRow = firstRow;
        this.endRow = endRow;
        this.firstColumn = firstColumn;
        this.endColumn = CIsPadded ? endColumn : Math.Min(endColumn, N);
    }

    /// <summary>Computes the rectangle. Loop numbers are those of Goto and BLIS.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        int mr = MicroKernel.MaxRows<V>();
        if (IsOnePass<V>())
        {
            Tiles<V>(firstRow, endRow - firstRow, firstColumn, endColumn, 0, K);
            Activate(firstRow, endRow - firstRow);
            return;
        }

        int blocks = (endRow - firstRow + Mc - 1) / Mc;
        for (int block = 0; block < blocks; block++) // C[ic:ic+mc, :]
        {
            (int start, int stop) = Partition.Range(endRow - firstRow, block, blocks, mr);
            int ic = firstRow + start;
            int mc = stop - start;
            if (mc == 1)
            {
                Row<V>(ic);
            }
            else
            {
                Block<V>(ic, mc);
            }

            Activate(ic, mc);
        }
    }

    /// <summary>Whether there is one block, one strip and one pass: a small product spends no time on loops around its tiles.</summary>
    private readonly bool IsOnePass<V>()
        where V : struct, ISimd<V>
    {
        int rows = endRow - firstRow;
        return rows > 1 && rows <= Mc && K <= Depth<V>() && (long)(endColumn - firstColumn) * K <= PassFloats<V>();
    }

    /// <summary>
    /// Floats of B that a pass streams for every tile, from the second-level cache or, one line in six cycles, from the third: 512 KiB where vectors are as
    /// wide as a panel, 256 KiB elsewhere (Zen 3, whose second-level cache has 512: 512 × 512 × 784 3 % faster than with 512).
    /// </summary>
    private static int PassFloats<V>()
        where V : struct, ISimd<V> => V.Count == Panels.Width ? 1 << 17 : 1 << 16;

    /// <summary>The longest inner dimension of a pass.</summary>
    private readonly int Depth<V>()
        where V : struct, ISimd<V> => CopiesRows<V>() ? CopiedRows.PassDepth : TileFloats / MicroKernel.MaxRows<V>();

    private readonly bool CopiesRows<V>()
        where V : struct, ISimd<V> => ARow == 1 && CopiedRows.Suit<V>(AColumn, K, endColumn - firstColumn);

    /// <summary>Whether tiles multiply copies of their rows of A because more of these than a set holds lie a multiple of a way apart: <see cref="SpacedRows"/>.</summary>
    private readonly bool SpacesRows<V>(int rows)
        where V : struct, ISimd<V> =>
        MicroKernel.MaxRows<V>() > CacheWays
        && rows > CacheWays
        && AColumn == 1
        && ARow % SpacedRows.WayFloats == 0
        && endColumn - firstColumn >= CopiedRows.LeastColumns;

    private readonly void Block<V>(int ic, int mc)
        where V : struct, ISimd<V>
    {
        int depth = Depth<V>();
        int passes = (K + depth - 1) / depth;
        int columns = endColumn - firstColumn;
        int strips = (int)((((long)columns * Math.Min(K, depth)) + PassFloats<V>() - 1) / PassFloats<V>());
        for (int strip = 0; strip < strips; strip++) // loop 5: C[:, jc:jc+nc]
        {
            (int jc, int endOfStrip) = Partition.Range(columns, strip, strips, 2 * V.Count);
            for (int pass = 0; pass < passes; pass++) // loop 4: A[:, pc:pc+kc] · B[pc:pc+kc, jc:jc+nc]
            {
                (int pc, int end) = Partition.Range(K, pass, passes);
                Tiles<V>(ic, mc, firstColumn + jc, firstColumn + endOfStrip, pc, end - pc);
            }
        }
    }

    private readonly void Tiles<V>(int ic, int mc, int jc, int endOfStrip, int pc, int kc)
        where V : struct, ISimd<V>
    {
        int mr = MicroKernel.MaxRows<V>();
        int tiles = (mc + mr - 1) / mr;
        int least = tiles == 1 ? mc : (int)((uint)mc / (uint)tiles);
        int taller = mc - (tiles * least);
        int offset = 0;
        bool continues = pc > 0;
        int spill = Spill<V>(jc, endOfStrip, kc);
        var layout = new TileLayout
        {
            Segments = 1,
            Offsets = ref offset,
            Length = kc,
            ARow = ARow,
            AColumn = AColumn,
            BRow = BRow,
            BVector = Panels.NextVector<V>(BPanel),
            StartRow = continues ? CRow : StartRow,
            StartVector = Panels.NextVector<V>(continues ? CPanel : StartPanel),
            CRow = CRow,
            CVector = Panels.NextVector<V>(CPanel),
        };
        if (CopiesRows<V>())
        {
            CopiedRows.Tiles<V>(in this, layout, ic, ic + mc, jc, endOfStrip, pc);
            return;
        }

        if (SpacesRows<V>(mc))
        {
            SpacedRows.Tiles<V>(in this, layout, ic, ic + mc, tiles, jc, endOfStrip, pc);
            return;
        }

        int rows;
        for (int i = ic; i < ic + mc; i += rows) // loop 3: A[i:i+mr, pc:pc+kc]; 32 rows are 11 + 11 + 10, never 12 + 12 + 8
        {
            rows = taller-- > 0 ? least + 1 : least;
            ref float a = ref Unsafe.Add(ref Unsafe.AsRef(in A), (i * ARow) + (pc * AColumn));
            int room = spill <= (endRow - i - rows) * N ? int.MaxValue : endColumn;
            TilesOfRows<V>(in layout, ref a, i, rows, jc, endOfStrip, pc, room);
        }
    }

    /// <summary>Tiles side by side: some rows of C, the columns [jc, endOfStrip). Whole vectors may write as far as column <paramref name="room"/>.</summary>
    public readonly void TilesOfRows<V>(
        ref readonly TileLayout layout,
        ref float a,
        int i,
        int rows,
        int jc,
        int endOfStrip,
        int pc,
        int room
    )
        where V : struct, ISimd<V>
    {
        for (int j = jc; j < endOfStrip; j += 2 * V.Count) // loop 2: C[i:i+mr, j:j+nr]
        {
            ref float b = ref Unsafe.Add(ref Unsafe.AsRef(in B), Panels.Offset(j, BPanel) + (pc * BRow));
            ref float c = ref Unsafe.Add(ref C, (i * CRow) + Panels.Offset(j, CPanel));
            ref float start = ref pc > 0 ? ref c : ref ChainStart(i, j);
            if (j + V.Count < endOfStrip)
            {
                Tile<V, Two>(in layout, rows, ref a, ref b, ref start, ref c, room - j);
            }
            else
            {
                Tile<V, One>(in layout, rows, ref a, ref b, ref start, ref c, room - j);
            }
        }
    }

    /// <summary>
    /// Floats that whole vectors write behind a row of C where one tile is as wide as C: what they fall on belongs to rows computed later. Whoever has
    /// so many left needs no ragged tile. Elsewhere more than there ever are.
    /// </summary>
    private readonly int Spill<V>(int jc, int endOfStrip, int kc)
        where V : struct, ISimd<V>
    {
        bool oneTile = N <= 2 * V.Count && endOfStrip - jc == N && CRow == N;
        bool startsAfresh = kc == K && (Unsafe.IsNullRef(in Start) || StartRow == 0);
        return oneTile && startsAfresh ? (N > V.Count ? 2 * V.Count : V.Count) - N : int.MaxValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile<V, TVectors>(
        ref readonly TileLayout layout,
        int rows,
        ref float a,
        ref float b,
        ref float start,
        ref float c,
        int columns
    )
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        if (columns >= V.Count * TVectors.Value)
        {
            TileKernel.Run<V, TVectors>(rows, in layout, ref a, ref b, ref start, ref c);
        }
        else
        {
            RaggedTile.Run<V, TVectors>(rows, in layout, ref a, ref b, ref start, ref c, columns);
        }
    }

    private readonly void Row<V>(int i)
        where V : struct, ISimd<V>
    {
        Debug.Assert(CPanel == Panels.Width || M == 1, "one row of C is contiguous, or strided by panels of one row");
        Debug.Assert(BRow == Panels.Width, "B is in panels");
        new RowProduct
        {
            K = K,
            A = ref Unsafe.Add(ref Unsafe.AsRef(in A), i * ARow),
            AColumn = AColumn,
            B = ref Unsafe.Add(ref Unsafe.AsRef(in B), Panels.Offset(firstColumn, BPanel)),
            BPanel = BPanel,
            Start = ref ChainStart(i, firstColumn),
            C = ref Unsafe.Add(ref C, (i * CRow) + firstColumn),
            Columns = endColumn - firstColumn,
            FromEnd = FromEnd,
        }.Run<V>();
    }

    /// <summary>Where the chains of the first pass begin; a later pass continues from C: one chain over all of k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref float ChainStart(int i, int j)
    {
        if (Unsafe.IsNullRef(in Start))
        {
            return ref Unsafe.NullRef<float>();
        }

        return ref Unsafe.Add(ref Unsafe.AsRef(in Start), (i * StartRow) + Panels.Offset(j, StartPanel));
    }

    private readonly void Activate(int ic, int mc)
    {
        if (Activation is null)
        {
            return;
        }

        int width = Math.Min(endColumn, N) - firstColumn;
        bool wholeRows = width == N && CRow == N;
        int runs = wholeRows ? 1 : mc;
        int length = wholeRows ? mc * width : width;
        for (int run = 0; run < runs; run++)
        {
            int offset = ((ic + run) * N) + firstColumn;
            Span<float> y = Y.Slice(offset, length);
            ref float z = ref Unsafe.Add(ref C, ((ic + run) * CRow) + firstColumn);

            // Safety: the rectangle lies in C, whose length the entry point has checked.
            Activation.Forward(MemoryMarshal.CreateReadOnlySpan(ref z, length), y);
        }
    }
}
