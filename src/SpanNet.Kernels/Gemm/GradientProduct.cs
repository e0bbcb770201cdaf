using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// dW = xᵀ·dy in one pass over the batch, each tile taken along with the next: never stored as a whole. Cut between threads as the forward product
/// is where it is cut by columns: a thread then has the gradients of the weights that it multiplied by.
/// </summary>
internal ref struct GradientProduct<TTaker> : IParallelJob, ISimdKernel
    where TTaker : struct, ITileTaker, allows ref struct
{
    /// <summary>Of the largest tile.</summary>
    private const int TileFloats = 12 * 2 * Panels.Width;

    public int M;
    public int N;
    public int K;

    /// <summary>[m, k], row-major.</summary>
    public ref readonly float X;

    /// <summary>dy, and the room for its panels [m, n]: whoever multiplies with them makes them, as in <see cref="PackingProduct"/>.</summary>
    public PanelSource Dy;
    public TTaker Taker;

    private ProductParts parts;

    // The rectangle [firstRow, endRow) × [firstColumn, endColumn) of dW that this copy computes.
    private int firstRow;
    private int endRow;
    private int firstColumn;
    private int endColumn;

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = new ProductParts(K, N, M, team);
        if (parts.Count == 1)
        {
            Dy.Run(team);
            Cut(0, K, 0, Panels.Count(N) * Panels.Width);
            SimdWidth.Run(ref this, Panels.Width);
            return;
        }

        if (!parts.AreColumns)
        {
            Dy.Run(team);
        }

        team.Run(this, parts.Count);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        (int rowStart, int rowEnd) = parts.Rows(part);
        (int columnStart, int columnEnd) = parts.Columns(part);
        if (parts.AreColumns)
        {
            Dy.Make(columnStart / Panels.Width, columnEnd / Panels.Width);
        }

        GradientProduct<TTaker> own = this;
        own.Cut(rowStart, rowEnd, columnStart, columnEnd);
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Restricts this copy to a rectangle of dW.</summary>
    public void Cut(int firstRow, int endRow, int firstColumn, int endColumn)
    {
        this.firstRow = firstRow;
        this.endRow = endRow;
        this.firstColumn = firstColumn;
        this.endColumn = endColumn;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        bool copies = CopiedRows.Suit<V>(K, M, endColumn - firstColumn) && M <= CopiedRows.MostSteps<V>();
        Span<float> sums = stackalloc float[(2 * TileFloats) + CacheLine.Slack];
        Span<float> buffer = copies ? stackalloc float[CopiedRows.Floats + CacheLine.Slack] : default;

        // Safety: the buffers hold two of the largest tiles, and what is copied at once; the tiles of A and B lie inside x and dy, which the entry point has
        // checked, or in the copies.
        scoped FinishedTile<TTaker> last =
            default;
        last.Taker = Taker;
        last.Sums = ref CacheLine.First(sums);
        last.Free = ref Unsafe.Add(ref last.Sums, TileFloats);
        last.NextVector = Panels.NextVector<V>((nint)K * Panels.Width);
        int mr = MicroKernel.MaxRows<V>();
        int offset = 0;
        var layout = new TileLayout
        {
            Segments = 1,
            Offsets = ref offset,
            Length = M,
            ARow = 1,
            AColumn = copies ? mr : K,
            BRow = Panels.Width,
            BVector = Panels.NextVector<V>((nint)M * Panels.Width),
            CRow = 2 * V.Count,
            CVector = V.Count,
        };

        // Copies serve all columns; without them a panel of dy serves all rows.
        int most = copies ? CopiedRows.MostTiles<V>(M) * mr : endRow - firstRow;
        for (int first = firstRow; first < endRow; first += most)
        {
            int rows = Math.Min(most, endRow - first);
            int tiles = (rows + mr - 1) / mr;
            scoped ref float x = ref Unsafe.Add(ref Unsafe.AsRef(in X), first);
            if (copies)
            {
                ref float copy = ref CacheLine.First(buffer);
                CopiedRows.Copy<V>(ref x, K, rows, M, isLast: true, ref copy);
                x = ref copy;
            }

            for (int j = firstColumn; j < endColumn; j += 2 * V.Count)
            {
                for (int tile = 0; tile < tiles; tile++)
                {
                    (int i, int end) = copies ? (tile * mr, Math.Min((tile + 1) * mr, rows)) : Partition.Range(rows, tile, tiles);
                    ref float a = ref Unsafe.Add(ref x, copies ? tile * CopiedRows.TileFloats<V>(M) : i);
                    Tile<V>(in layout, ref a, first + i, end - i, j, ref last);
                }
            }
        }

        last.Finish<V, Two>(0);
    }

    /// <summary>Some rows of dW in two vectors of columns, made while those before are taken.</summary>
    private readonly void Tile<V>(ref readonly TileLayout layout, ref float a, int i, int rows, int j, ref FinishedTile<TTaker> last)
        where V : struct, ISimd<V>
    {
        ref float b = ref Unsafe.Add(ref MemoryMarshal.GetReference(Dy.Target), Panels.Offset(j, (nint)M * Panels.Width));
        nint at = (i * Panels.Width) + Panels.Offset(j, (nint)K * Panels.Width);
        ref float made = ref last.Free;
        if (j + V.Count < endColumn)
        {
            TileKernel.Run<V, Two, FinishedTile<TTaker>>(rows, in layout, ref a, ref b, ref Unsafe.NullRef<float>(), ref made, ref last);
            last.Finish<V, Two>(M);
            last.Free = ref last.Sums;
            last.Sums = ref made;
            last.At = at;
            last.Rows = rows;
            return;
        }

        // A single vector at the right edge, taken at once.
        TileKernel.Run<V, One>(rows, in layout, ref a, ref b, ref Unsafe.NullRef<float>(), ref made);
        FinishedTile<TTaker> edge = last;
        edge.Sums = ref made;
        edge.At = at;
        edge.Rows = rows;
        edge.Finish<V, One>(0);
    }
}
