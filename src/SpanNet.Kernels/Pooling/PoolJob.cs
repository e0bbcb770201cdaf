using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Pooling;

/// <summary>The windows of a batch of images forward, vectors over channels. Parts are ranges of rows of the result.</summary>
internal readonly ref struct PoolJob<TPool>(Pooling plan, ReadOnlySpan<float> x, Span<float> y, int batch) : IParallelJob, ISimdKernel
    where TPool : struct, IPool
{
    private readonly Pooling plan = plan;
    private readonly ReadOnlySpan<float> x = x;
    private readonly Span<float> y = y;
    private readonly int firstRow = 0;
    private readonly int endRow = batch * plan.Rows.Count;
    private readonly int parts = 1;

    private PoolJob(PoolJob<TPool> whole, int firstRow, int endRow, int parts)
        : this(whole.plan, whole.x, whole.y, 0)
    {
        this.firstRow = firstRow;
        this.endRow = endRow;
        this.parts = parts;
    }

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        int parts = Math.Min(Partition.Count(x.Length, Pooling.Grain, team.Threads), endRow);
        team.Run(new PoolJob<TPool>(this, 0, endRow, parts), parts);
    }

    /// <inheritdoc/>
    public void Run(int part)
    {
        (int start, int end) = Partition.Range(endRow, part, parts);
        var own = new PoolJob<TPool>(this, start, end, 1);
        SimdWidth.Run(ref own, Math.Max(4, plan.Channels));
    }

    /// <inheritdoc/>
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        int row = plan.Columns.Size * plan.Channels;

        // Safety: Pooling has checked the lengths, and windows lie inside their images.
        for (int r = firstRow; r < endRow; r++)
        {
            int oh = r % plan.Rows.Count;
            nint place = (((nint)(r / plan.Rows.Count) * plan.Rows.Size) + plan.Rows.Start(oh)) * row;
            Row<V>(
                plan.Rows.End(oh) - plan.Rows.Start(oh),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(x), place),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(y), (nint)r * plan.Columns.Count * plan.Channels)
            );
        }
    }

    /// <summary>One row of windows, all <paramref name="height"/> rows high, from row <paramref name="x"/> of the image on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row<V>(int height, ref float x, ref float y)
        where V : struct, ISimd<V>
    {
        int channels = plan.Channels;
        int divisor = plan.Divisor;
        nint row = plan.Columns.Size * channels;
        ReadOnlySpan<int> starts = plan.Columns.Starts;
        ReadOnlySpan<int> ends = plan.Columns.Ends;
        for (int ow = 0; ow < starts.Length; ow++)
        {
            int width = ends[ow] - starts[ow];
            V count = V.Create(divisor > 0 ? divisor : height * width);
            ref float from = ref Unsafe.Add(ref x, (nint)starts[ow] * channels);
            int c = 0;
            for (; c <= channels - V.Count; c += V.Count)
            {
                Window(V.Count, count, height, width, row, channels, ref Unsafe.Add(ref from, c)).Store(ref y, c);
            }

            if (c < channels)
            {
                Window(channels - c, count, height, width, row, channels, ref Unsafe.Add(ref from, c)).StoreFirst(ref y, c, channels - c);
            }

            y = ref Unsafe.Add(ref y, channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Window<V>(int lanes, V count, int height, int width, nint row, nint channels, ref float x)
        where V : struct, ISimd<V>
    {
        V result = V.Create(TPool.Start);
        for (; height > 0; height--)
        {
            ref float at = ref x;
            for (int w = width; w > 0; w--)
            {
                result = TPool.Join(result, V.LoadFirst(ref at, 0, lanes, V.Zero));
                at = ref Unsafe.Add(ref at, channels);
            }

            x = ref Unsafe.Add(ref x, row);
        }

        return TPool.Finish(result, count);
    }
}
