using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// How threads share a product of [m, k] and [k, n]: ranges of columns where there are enough for parts of nearly equal size, the same in every product of a
/// layer; else ranges of rows.
/// </summary>
internal readonly struct ProductParts
{
    /// <summary>Below so many floating-point operations a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 21;

    /// <summary>Rows of large parts are a multiple of the tallest tile's.</summary>
    private const int RowUnit = 12;

    private readonly int m;
    private readonly int n;
    private readonly int rows;
    private readonly int columns;

    public ProductParts(int m, int n, int k, ThreadTeam team)
    {
        this.m = m;
        this.n = n;
        int count = Of(m, n, k, team);
        int units = (Panels.Count(n) + 1) / 2;
        columns = count > 1 && units >= count && (units % count == 0 || units >= 4 * count) ? count : 1;
        rows = columns > 1 ? 1 : count;
    }

    /// <summary>The number of parts.</summary>
    public int Count => rows * columns;

    /// <summary>Whether parts share no columns: what one of them makes of the right factor, nobody else needs.</summary>
    public bool AreColumns => rows == 1;

    /// <summary>The number of parts worth making.</summary>
    public static int Of(int m, int n, int k, ThreadTeam team) => Partition.Count(2L * m * n * k, Grain, team.Threads);

    /// <summary>Whether threads would share it where there are several.</summary>
    public static bool IsShared(int m, int n, int k) => Partition.Count(2L * m * n * k, Grain, int.MaxValue) > 1;

    /// <summary>The rows of a part.</summary>
    public (int Start, int End) Rows(int part) => Partition.Range(m, part % rows, rows, m / rows >= 2 * RowUnit ? RowUnit : 1);

    /// <summary>The columns of a part: whole panels.</summary>
    public (int Start, int End) Columns(int part) =>
        Partition.Range(Panels.Count(n) * Panels.Width, part / rows, columns, 2 * Panels.Width);
}
