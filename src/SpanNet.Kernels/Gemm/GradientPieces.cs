using System.Runtime.InteropServices;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// dW = xᵀ·dy in pieces of some panels by some rows, each handed on before the next is made, so that the gradient as a whole is never stored. Parts are
/// ranges of panels where there are enough, as in <see cref="Product"/>: a thread then makes the gradients of the weights that it multiplied by.
/// </summary>
internal ref struct GradientPieces<TTaker> : IParallelJob
    where TTaker : struct, IGradientTaker, allows ref struct
{
    /// <summary>Rows of a piece are a multiple of the tile's.</summary>
    private const int RowUnit = 12;

    public int M;
    public int N;
    public int K;

    /// <summary>[m, k], row-major.</summary>
    public ReadOnlySpan<float> X;

    /// <summary>dy, and the room for its panels [m, n]: whoever multiplies with them makes them, as in <see cref="PackingProduct"/>.</summary>
    public PanelSource Dy;

    /// <summary>A piece for each part.</summary>
    public Span<float> Scratch;
    public TTaker Taker;

    private int columnParts;
    private int rowParts;

    private readonly int Columns => (Panels.Count(N) + GradientPiece.Columns - 1) / GradientPiece.Columns;

    private readonly int Rows => (K + GradientPiece.MostRows - 1) / GradientPiece.MostRows;

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        int parts = Math.Min(ProductParts.Of(K, N, M, team), Scratch.Length / GradientPiece.Length);
        columnParts = Columns >= parts ? parts : 1;
        rowParts = Math.Min(parts / columnParts, Rows);
        if (rowParts > 1)
        {
            Dy.Run(team);
        }

        team.Run(this, columnParts * rowParts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        Span<float> piece = Scratch.Slice(part * GradientPiece.Length, GradientPiece.Length);
        (int firstColumn, int endColumn) = Partition.Range(Columns, part / rowParts, columnParts);
        if (rowParts == 1)
        {
            Dy.Make(firstColumn * GradientPiece.Columns, Math.Min(endColumn * GradientPiece.Columns, Panels.Count(N)));
        }

        (int firstRow, int endRow) = Partition.Range(Rows, part % rowParts, rowParts);
        for (int row = firstRow; row < endRow; row++)
        {
            (int start, int end) = Partition.Range(K, row, Rows, RowUnit);
            for (int column = firstColumn; column < endColumn; column++)
            {
                Piece(start, end, column * GradientPiece.Columns, piece);
            }
        }
    }

    private readonly void Piece(int start, int end, int panel, Span<float> piece)
    {
        int panels = Math.Min(GradientPiece.Columns, Panels.Count(N) - panel);
        int length = (end - start) * Panels.Width;
        int depth = M * Panels.Width;

        // Safety: the entry point has checked x, and all else is a slice of its own length.
        var product = new Product
        {
            M = end - start,
            N = panels * Panels.Width,
            K = M,
            A = ref MemoryMarshal.GetReference(X[start..]),
            ARow = 1,
            AColumn = K,
            B = ref MemoryMarshal.GetReference(Dy.Target.Slice(panel * depth, panels * depth)),
            BPanel = depth,
            BRow = Panels.Width,
            C = ref MemoryMarshal.GetReference(piece[..(panels * length)]),
            CRow = Panels.Width,
            CPanel = length,
            CIsPadded = true,
        };
        product.Run(ThreadTeam.Single);
        if (end - start == K)
        {
            Taker.Take(panel * K * Panels.Width, piece[..(panels * length)]);
            return;
        }

        for (int i = 0; i < panels; i++)
        {
            Taker.Take(((panel + i) * K * Panels.Width) + (start * Panels.Width), piece.Slice(i * length, length));
        }
    }
}
