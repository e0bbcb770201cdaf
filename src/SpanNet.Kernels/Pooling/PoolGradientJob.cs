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
            if (Accumulates || !Plan.IsPartition)
            {
                if (!Accumulates)
                {
                    Dx.Slice(image * Plan.InputLength, Plan.InputLength).Clear();
                }

                Image<V>(image, adds: true);
            }
            else
            {
                Image<V>(image, adds: false);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Image<V>(int image, bool adds)
        where V : struct, ISimd<V>
    {
        Pooling plan = Plan;
        int channels = plan.Channels;
        nint row = plan.Columns.Size * channels;

        // Safety: Pooling has checked the lengths, and windows lie inside their images.
        ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(TPool.GradientUsesValues ? X : Dx), (nint)image * plan.InputLength);
        ref float dx = ref Unsafe.Add(ref MemoryMarshal.GetReference(Dx), (nint)image * plan.InputLength);
        nint at = (nint)image * plan.OutputLength;
        for (int oh = 0; oh < plan.Rows.Count; oh++)
        {
            int height = plan.Rows.End(oh) - plan.Rows.Start(oh);
            for (int ow = 0; ow < plan.Columns.Count; ow++, at += channels)
            {
                int width = plan.Columns.End(ow) - plan.Columns.Start(ow);
                nint place = (plan.Rows.Start(oh) * row) + (plan.Columns.Start(ow) * channels);
                V count = V.Create(plan.Divisor(oh, ow));
                for (int c = 0; c < channels; c += V.Count)
                {
                    int lanes = Math.Min(V.Count, channels - c);
                    V rest = TPool.Begin(V.LoadFirst(ref MemoryMarshal.GetReference(Dy), at + c, lanes, V.Zero), count);
                    V y = TPool.GradientUsesValues ? V.LoadFirst(ref MemoryMarshal.GetReference(Y), at + c, lanes, V.Zero) : V.Zero;
                    for (int h = 0; h < height; h++)
                    {
                        nint from = place + (h * row) + c;
                        for (int w = 0; w < width; w++, from += channels)
                        {
                            V value = TPool.GradientUsesValues ? V.LoadFirst(ref x, from, lanes, V.Zero) : V.Zero;
                            V share = TPool.Share(value, y, ref rest);
                            share = adds ? V.LoadFirst(ref dx, from, lanes, V.Zero) + share : share;
                            share.StoreFirst(ref dx, from, lanes);
                        }
                    }
                }
            }
        }
    }
}
