using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Pooling;

/// <summary>
/// What the windows of a batch send back: dx(place) = Σ over the windows that hold it, first to last. Parts are ranges of images, since
/// windows of one image may overlap.
/// </summary>
internal ref struct PoolGradientJob<TPool> : IParallelJob, ISimdKernel
    where TPool : struct, IPool
{
    public Pooling Plan;
    public int Batch;

    /// <summary>x and y of the forward pass where <typeparamref name="TPool"/> needs them; else empty.</summary>
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Y;
    public ReadOnlySpan<float> Dy;
    public Span<float> Dx;
    public bool Accumulates;

    private int parts;
    private int firstImage;
    private int endImage;

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = Math.Min(Partition.Count(Dx.Length, Pooling.Grain, team.Threads), Batch);
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        PoolGradientJob<TPool> own = this;
        own.Cut(part, parts);
        SimdWidth.Run(ref own, Math.Max(4, Plan.Channels));
    }

    /// <summary>Restricts this copy to one part of the images.</summary>
    public void Cut(int part, int parts) => (firstImage, endImage) = Partition.Range(Batch, part, parts);

    /// <inheritdoc/>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        for (int image = firstImage; image < endImage; image++)
        {
            bool adds = Accumulates || !Plan.IsPartition;
            if (adds && !Accumulates)
            {
                Dx.Slice(image * Plan.InputLength, Plan.InputLength).Clear();
            }

            if (adds)
            {
                Image<V, Yes>(image);
            }
            else
            {
                Image<V, No>(image);
            }
        }
    }

    private readonly void Image<V, TAdds>(int image)
        where V : struct, ISimd<V>
        where TAdds : struct, IChoice
    {
        // Safety: Pooling has checked the lengths, and windows lie inside their images.
        nint from = (nint)image * Plan.InputLength;
        nint at = (nint)image * Plan.OutputLength;
        ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(TPool.GradientUsesValues ? X : Dx), from);
        ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(TPool.GradientUsesValues ? Y : Dy), at);
        ref float dy = ref Unsafe.Add(ref MemoryMarshal.GetReference(Dy), at);
        ref float dx = ref Unsafe.Add(ref MemoryMarshal.GetReference(Dx), from);
        nint row = Plan.Columns.Size * Plan.Channels;
        nint step = Plan.Columns.Count * Plan.Channels;
        for (int oh = 0; oh < Plan.Rows.Count; oh++)
        {
            int height = Plan.Rows.End(oh) - Plan.Rows.Start(oh);
            nint place = Plan.Rows.Start(oh) * row;
            ref float px = ref Unsafe.Add(ref x, place);
            ref float pdx = ref Unsafe.Add(ref dx, place);
            Row<V, TAdds>(height, ref px, ref Unsafe.Add(ref y, oh * step), ref Unsafe.Add(ref dy, oh * step), ref pdx);
        }
    }

    /// <summary>One row of windows, all <paramref name="height"/> rows high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Row<V, TAdds>(int height, ref float x, ref float y, ref float dy, ref float dx)
        where V : struct, ISimd<V>
        where TAdds : struct, IChoice
    {
        int channels = Plan.Channels;
        int divisor = Plan.Divisor;
        nint row = Plan.Columns.Size * channels;
        ReadOnlySpan<int> starts = Plan.Columns.Starts;
        ReadOnlySpan<int> ends = Plan.Columns.Ends;
        for (int ow = 0; ow < starts.Length; ow++)
        {
            int width = ends[ow] - starts[ow];
            V count = V.Create(divisor > 0 ? divisor : height * width);
            ref float px = ref Unsafe.Add(ref x, (nint)starts[ow] * channels);
            ref float pdx = ref Unsafe.Add(ref dx, (nint)starts[ow] * channels);
            int c = 0;
            for (; c <= channels - V.Count; c += V.Count)
            {
                V rest = TPool.Begin(V.Load(ref dy, c), count);
                V maximum = TPool.GradientUsesValues ? V.Load(ref y, c) : V.Zero;
                Window<V, TAdds>(
                    V.Count,
                    height,
                    width,
                    row,
                    channels,
                    maximum,
                    rest,
                    ref Unsafe.Add(ref px, c),
                    ref Unsafe.Add(ref pdx, c)
                );
            }

            if (c < channels)
            {
                int lanes = channels - c;
                V rest = TPool.Begin(V.LoadFirst(ref dy, c, lanes, V.Zero), count);
                V maximum = TPool.GradientUsesValues ? V.LoadFirst(ref y, c, lanes, V.Zero) : V.Zero;
                Window<V, TAdds>(lanes, height, width, row, channels, maximum, rest, ref Unsafe.Add(ref px, c), ref Unsafe.Add(ref pdx, c));
            }

            y = ref Unsafe.Add(ref y, channels);
            dy = ref Unsafe.Add(ref dy, channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window<V, TAdds>(
        int lanes,
        int height,
        int width,
        nint row,
        nint channels,
        V maximum,
        V rest,
        ref float x,
        ref float dx
    )
        where V : struct, ISimd<V>
        where TAdds : struct, IChoice
    {
        nint place = 0;
        for (; height > 0; height--, place += row)
        {
            nint at = place;
            for (int w = width; w > 0; w--, at += channels)
            {
                V value = TPool.GradientUsesValues ? V.LoadFirst(ref x, at, lanes, V.Zero) : V.Zero;
                V share = TPool.Share(value, maximum, ref rest);
                share = TAdds.Value ? V.LoadFirst(ref dx, at, lanes, V.Zero) + share : share;
                share.StoreFirst(ref dx, at, lanes);
            }
        }
    }
}
