using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>dW = xᵀ·dy, or dW += xᵀ·dy, in panels for a batch of at most eight: a sum of few outer products, written as it streams by.</summary>
internal ref struct RankFew : IParallelJob, ISimdKernel
{
    /// <summary>Inputs whose gradients stay in the first-level cache: 8 KiB.</summary>
    private const int CachedInputs = 128;

    public int M;
    public int N;
    public int K;

    /// <summary>[m, k], row-major.</summary>
    public ref readonly float X;

    /// <summary>Panels of [m, n].</summary>
    public ref readonly float Dy;

    /// <summary>Panels of [k, n].</summary>
    public ref float Dw;

    public bool Accumulates;

    private int parts;
    private int first;
    private int end;

    /// <summary>Computes on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = ProductParts.Of(M, N, K, team);
        if (parts == 1)
        {
            Cut(0, K);
            SimdWidth.Run(ref this, Panels.Width);
            return;
        }

        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        (int start, int stop) = Partition.Range(K, part, parts);
        RankFew own = this;
        own.Cut(start, stop);
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Restricts this copy to some of the inputs.</summary>
    public void Cut(int first, int end)
    {
        this.first = first;
        this.end = end;
    }

    /// <inheritdoc/>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        int columns = Panels.Count(N) * Panels.Width;
        for (int j = 0; j < columns; )
        {
            if (j + V.Count < columns && (IsHalved<V>() || M <= RankKernel.MaxPairs<V>()))
            {
                Columns<V, Two>(j);
                j += 2 * V.Count;
            }
            else
            {
                Columns<V, One>(j);
                j += V.Count;
            }
        }
    }

    /// <summary>
    /// Whether pairs of vectors of dy take half of the rows at a time, and the other half adds to what is still in the first-level cache: a number of x is
    /// loaded once for two vectors (Cascade Lake with AVX2, 512 × 512 × 8: 42 → 54 GFLOP/s; five rows are slower so).
    /// </summary>
    private readonly bool IsHalved<V>()
        where V : struct, ISimd<V> => M > RankKernel.MaxPairs<V>() + 1;

    private readonly void Columns<V, TVectors>(int j)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        if (!IsHalved<V>())
        {
            Rows<V, TVectors>(j, 0, M, first, end);
            return;
        }

        for (int input = first; input < end; input += CachedInputs)
        {
            int stop = Math.Min(input + CachedInputs, end);
            Rows<V, TVectors>(j, 0, (M + 1) / 2, input, stop);
            Rows<V, TVectors>(j, (M + 1) / 2, M, input, stop);
        }
    }

    /// <summary>Adds the rows [row, endRow) to the inputs [input, stop).</summary>
    private readonly void Rows<V, TVectors>(int j, int row, int endRow, int input, int stop)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        // Safety: the rows and inputs lie inside X, Dy and Dw, the columns inside Dy and Dw.
        nint panel = j / Panels.Width;
        nint place = j % Panels.Width;
        ref float x = ref Unsafe.Add(ref Unsafe.AsRef(in X), ((nint)row * K) + input);
        ref float dy = ref Unsafe.Add(ref Unsafe.AsRef(in Dy), (((panel * M) + row) * Panels.Width) + place);
        ref float dw = ref Unsafe.Add(ref Dw, (((panel * K) + input) * Panels.Width) + place);
        nint dyVector = Panels.NextVector<V>((nint)M * Panels.Width);
        nint dwVector = Panels.NextVector<V>((nint)K * Panels.Width);
        bool accumulates = Accumulates || row > 0;
        TileKernel.Rank<V, TVectors>(endRow - row, stop - input, ref x, K, ref dy, dyVector, accumulates, ref dw, dwVector);
    }
}
