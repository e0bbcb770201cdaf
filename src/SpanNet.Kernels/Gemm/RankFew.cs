using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>dW = xᵀ·dy, or dW += xᵀ·dy, in panels for a batch of at most eight: a sum of few outer products, written as it streams by.</summary>
internal ref struct RankFew : IParallelJob, ISimdKernel
{
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
            int vectors = Math.Min(RankKernel.MaxVectors<V>(), (columns - j) / V.Count);
            if (vectors == 2)
            {
                Columns<V, Two>(j);
            }
            else
            {
                Columns<V, One>(j);
            }

            j += vectors * V.Count;
        }
    }

    private readonly void Columns<V, TVectors>(int j)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        // Safety: the inputs lie inside X and Dw, the columns inside Dy and Dw.
        nint panel = j / Panels.Width;
        nint place = j % Panels.Width;
        ref float x = ref Unsafe.Add(ref Unsafe.AsRef(in X), first);
        ref float dy = ref Unsafe.Add(ref Unsafe.AsRef(in Dy), (panel * M * Panels.Width) + place);
        ref float dw = ref Unsafe.Add(ref Dw, (((panel * K) + first) * Panels.Width) + place);
        nint dyVector = V.Count == Panels.Width ? (nint)M * Panels.Width : V.Count;
        nint dwVector = V.Count == Panels.Width ? (nint)K * Panels.Width : V.Count;
        TileKernel.Rank<V, TVectors>(M, end - first, ref x, K, ref dy, dyVector, Accumulates, ref dw, dwVector);
    }
}
