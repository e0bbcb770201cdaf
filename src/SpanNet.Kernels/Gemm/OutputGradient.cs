using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// The beginning of a dense layer's way back: dz = f′ · dy in place of dy, and db = Σ dz over the batch, row by row, first to last. Parts are ranges
/// of columns, as in the products of the weight gradient: a thread then finds what it multiplies with in its own cache.
/// </summary>
public static class OutputGradient
{
    /// <summary>Below so many floats a part costs more to hand over than it saves.</summary>
    private const int Grain = 1 << 14;

    /// <summary>Makes dz and db.</summary>
    /// <param name="activation">f; null: dz = dy.</param>
    /// <param name="zOrY">[m, n], what f′ is computed from (see <see cref="Activation.DerivativeUsesOutput"/>); not read without an activation.</param>
    /// <param name="dz">[m, n], row-major: dy, overwritten.</param>
    /// <param name="db">[n], or empty where nobody wants it.</param>
    /// <param name="accumulate">Add to db instead of overwriting it.</param>
    /// <param name="m">Rows of the batch.</param>
    /// <param name="n">Outputs.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">The lengths are not those of the shapes.</exception>
    public static void Run(
        Activation? activation,
        ReadOnlySpan<float> zOrY,
        Span<float> dz,
        Span<float> db,
        bool accumulate,
        int m,
        int n,
        ThreadTeam team
    )
    {
        Lengths.Check(checked(m * n), dz.Length);
        Lengths.Check(activation is null ? zOrY.Length : dz.Length, zOrY.Length);
        Lengths.Check(db.IsEmpty ? 0 : n, db.Length);
        int parts = Math.Min(Partition.Count(dz.Length, Grain, team.Threads), Panels.Count(n) / 2);
        if (parts > 1)
        {
            Share(activation, zOrY, dz, db, accumulate, m, n, team, parts);
        }
        else if (db.IsEmpty)
        {
            activation?.Backward(zOrY, dz, dz);
        }
        else
        {
            WithSums(activation, zOrY, dz, db, accumulate, m, n);
        }
    }

    // A method of its own, so that a thread alone makes no room for the job.
    private static void Share(
        Activation? activation,
        ReadOnlySpan<float> zOrY,
        Span<float> dz,
        Span<float> db,
        bool accumulate,
        int m,
        int n,
        ThreadTeam team,
        int parts
    ) => team.Run(new Job(activation, zOrY, dz, db, accumulate, m, n, parts), parts);

    /// <summary>As many columns as db has.</summary>
    private static void WithSums(
        Activation? activation,
        ReadOnlySpan<float> zOrY,
        Span<float> dz,
        Span<float> db,
        bool accumulate,
        int m,
        int n
    )
    {
        if (activation is null)
        {
            ColumnSums.Run(dz, m, n, db, accumulate);
        }
        else
        {
            activation.BackwardSums(zOrY, dz, m, n, db, accumulate);
        }
    }

    private readonly ref struct Job(
        Activation? activation,
        ReadOnlySpan<float> zOrY,
        Span<float> dz,
        Span<float> db,
        bool accumulate,
        int m,
        int n,
        int parts
    ) : IParallelJob
    {
        private readonly Activation? activation = activation;
        private readonly ReadOnlySpan<float> zOrY = zOrY;
        private readonly Span<float> dz = dz;
        private readonly Span<float> db = db;
        private readonly bool accumulate = accumulate;
        private readonly int m = m;
        private readonly int n = n;
        private readonly int parts = parts;

        public void Run(int part)
        {
            (int start, int end) = Partition.Range(n, part, parts, 2 * Panels.Width);
            int width = end - start;
            if (!db.IsEmpty)
            {
                WithSums(activation, activation is null ? default : zOrY[start..], dz[start..], db.Slice(start, width), accumulate, m, n);
            }
            else if (activation is not null)
            {
                for (int at = start; at < dz.Length; at += n)
                {
                    Span<float> row = dz.Slice(at, width);
                    activation.Backward(zOrY.Slice(at, width), row, row);
                }
            }
        }
    }
}
