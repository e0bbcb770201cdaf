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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        int channels = plan.Channels;
        nint row = plan.Columns.Size * channels;

        // Safety: Pooling has checked the lengths, and windows lie inside their images.
        for (int r = firstRow; r < endRow; r++)
        {
            int oh = r % plan.Rows.Count;
            ref float image = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), (nint)(r / plan.Rows.Count) * plan.Rows.Size * row);
            ref float to = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), (nint)r * plan.Columns.Count * channels);
            int height = plan.Rows.End(oh) - plan.Rows.Start(oh);
            for (int ow = 0; ow < plan.Columns.Count; ow++)
            {
                int width = plan.Columns.End(ow) - plan.Columns.Start(ow);
                nint place = (plan.Rows.Start(oh) * row) + (plan.Columns.Start(ow) * channels);
                V count = V.Create(plan.Divisor(oh, ow));
                for (int c = 0; c < channels; c += V.Count)
                {
                    int lanes = Math.Min(V.Count, channels - c);
                    V result = V.Create(TPool.Start);
                    for (int h = 0; h < height; h++)
                    {
                        nint at = place + (h * row) + c;
                        for (int w = 0; w < width; w++, at += channels)
                        {
                            result = TPool.Join(result, V.LoadFirst(ref image, at, lanes, V.Zero));
                        }
                    }

                    TPool.Finish(result, count).StoreFirst(ref to, ((nint)ow * channels) + c, lanes);
                }
            }
        }
    }
}
