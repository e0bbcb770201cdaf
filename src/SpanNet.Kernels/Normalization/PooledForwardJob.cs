using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Pooling;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The maxima of normalized and activated windows, vectors over channels. Parts are ranges of rows of windows.</summary>
internal ref struct PooledForwardJob : IParallelJob, ISimdKernel
{
    public PooledNormalization Plan;
    public ReadOnlySpan<float> X;
    public ColumnAffineTerms Terms;
    public Span<float> P;

    private int parts;
    private int endRow;
    private int firstRow;

    public void Run(int batch, ThreadTeam team)
    {
        endRow = batch * Plan.Pooling.Rows.Count;
        parts = Math.Min(Partition.Count(X.Length, RowChunks.Grain, team.Threads), endRow);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        PooledForwardJob own = this;
        own.Cut(endRow, part, parts);
        SimdWidth.Run(ref own, Math.Max(4, Plan.Pooling.Channels));
    }

    /// <summary>Restricts this copy to one part of the rows of windows.</summary>
    public void Cut(int rows, int part, int parts) => (firstRow, endRow) = Partition.Range(rows, part, parts);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        int channels = Plan.Pooling.Channels;
        int height = Plan.Pooling.Rows.End(0);
        int width = Plan.Pooling.Columns.End(0);
        nint row = Plan.Pooling.Columns.Size * channels;
        nint windows = Plan.Pooling.Columns.Count;
        V floor = V.Create(Plan.Floor);

        // Safety: PooledNormalization has checked the lengths; windows of one size cover each band side by side.
        ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(X), firstRow * height * row);
        ref float p = ref Unsafe.Add(ref MemoryMarshal.GetReference(P), firstRow * windows * channels);
        for (int r = firstRow; r < endRow; r++)
        {
            for (nint w = windows; w > 0; w--)
            {
                int c = 0;
                for (; c <= channels - V.Count; c += V.Count)
                {
                    Window<V, WholeVector>(c, V.Count, height, width, row, floor, ref x, ref p);
                }

                if (c < channels)
                {
                    Window<V, PartVector>(c, channels - c, height, width, row, floor, ref x, ref p);
                }

                x = ref Unsafe.Add(ref x, width * channels);
                p = ref Unsafe.Add(ref p, channels);
            }

            x = ref Unsafe.Add(ref x, (height - 1) * row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Window<V, TEdge>(int c, int count, int height, int width, nint row, V floor, ref float x, ref float p)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        V mean = TEdge.Load<V>(ref MemoryMarshal.GetReference(Terms.Mean), c, count);
        V scale = TEdge.Load<V>(ref MemoryMarshal.GetReference(Terms.Scale), c, count);
        V shift = TEdge.Load<V>(ref MemoryMarshal.GetReference(Terms.Shift), c, count);
        V result = V.Create(Maximum.Start);
        nint channels = Plan.Pooling.Channels;
        nint start = c;
        for (int h = height; h > 0; h--, start += row)
        {
            nint at = start;
            for (int w = width; w > 0; w--, at += channels)
            {
                V y = V.Max(floor, V.Fma(TEdge.Load<V>(ref x, at, count) - mean, scale, shift));
                result = Maximum.Join(result, y);
            }
        }

        TEdge.Store(result, ref p, c, count);
    }
}
