using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The pixels of one phase of a depthwise convolution: y(pixel, c) ← start + Σ over taps of x(pixel + tap, c)·w(tap, c), vectors over
/// channels, six pixels of a row at once to hide the latency of their chains.
/// </summary>
internal readonly ref struct DepthwisePixels
{
    private const int Together = 6;

    private readonly CorrelationJob job;
    private readonly CorrelationPhase phase;
    private readonly int image;
    private readonly int images;
    private readonly int first;
    private readonly int end;

    public DepthwisePixels(CorrelationJob job, CorrelationPhase phase, int image, int images, int first, int end)
    {
        this.job = job;
        this.phase = phase;
        this.image = image;
        this.images = images;
        this.first = first;
        this.end = end;
    }

    /// <summary>Computes them; <paramref name="source"/> is the first padded image.</summary>
    public void Run<V>(ref float source)
        where V : struct, ISimd<V>
    {
        Correlation plan = job.Plan;
        nint panel = (nint)plan.PanelRows * Panels.Width;
        for (int i = 0; i < images; i++)
        {
            for (int row = first; row < end; row++)
            {
                // Safety: Convolution has checked that the buffers hold whole batches; the pixels lie inside rows and padded image.
                ref float x = ref Unsafe.Add(
                    ref source,
                    ((nint)i * plan.Source.Length) + ((nint)row * plan.RowStep * plan.Source.RowLength)
                );
                ref float y = ref Unsafe.Add(
                    ref MemoryMarshal.GetReference(job.C),
                    ((nint)(image + i) * plan.Length) + phase.Destination + ((nint)row * plan.Stride.Height * plan.RowLength)
                );
                for (int c = 0; c < plan.Outputs; c += V.Count)
                {
                    ref float w = ref Unsafe.Add(
                        ref MemoryMarshal.GetReference(job.Filters),
                        (c / Panels.Width * panel) + (c % Panels.Width)
                    );
                    Row<V>(ref Unsafe.Add(ref x, c), ref w, ref Unsafe.Add(ref y, c), c);
                }
            }
        }
    }

    private void Row<V>(ref float x, ref float w, ref float y, int channel)
        where V : struct, ISimd<V>
    {
        Correlation plan = job.Plan;
        int xStep = plan.ColumnStep * plan.Source.Channels;
        int yStep = plan.Stride.Width * plan.Outputs;
        int lanes = Math.Min(V.Count, plan.Outputs - channel);
        int column = 0;
        if (lanes == V.Count)
        {
            for (; column <= phase.Columns - Together; column += Together)
            {
                Six<V>(ref Unsafe.Add(ref x, column * xStep), ref w, ref Unsafe.Add(ref y, column * yStep), channel, xStep, yStep);
            }
        }

        for (; column < phase.Columns; column++)
        {
            One<V>(ref Unsafe.Add(ref x, column * xStep), ref w, ref Unsafe.Add(ref y, column * yStep), channel, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Six<V>(ref float x, ref float w, ref float y, int channel, nint xs, nint ys)
        where V : struct, ISimd<V>
    {
        V y0 = Start<V>(ref y, channel, V.Count);
        V y1 = Start<V>(ref Unsafe.Add(ref y, ys), channel, V.Count);
        V y2 = Start<V>(ref Unsafe.Add(ref y, 2 * ys), channel, V.Count);
        V y3 = Start<V>(ref Unsafe.Add(ref y, 3 * ys), channel, V.Count);
        V y4 = Start<V>(ref Unsafe.Add(ref y, 4 * ys), channel, V.Count);
        V y5 = Start<V>(ref Unsafe.Add(ref y, 5 * ys), channel, V.Count);
        int[] offsets = phase.TapOffsets;
        int[] taps = phase.Taps;
        for (int t = 0; t < offsets.Length; t++)
        {
            V f = V.Load(ref w, taps[t] * Panels.Width);
            nint offset = offsets[t];
            y0 = V.Fma(V.Load(ref x, offset), f, y0);
            y1 = V.Fma(V.Load(ref x, offset + xs), f, y1);
            y2 = V.Fma(V.Load(ref x, offset + (2 * xs)), f, y2);
            y3 = V.Fma(V.Load(ref x, offset + (3 * xs)), f, y3);
            y4 = V.Fma(V.Load(ref x, offset + (4 * xs)), f, y4);
            y5 = V.Fma(V.Load(ref x, offset + (5 * xs)), f, y5);
        }

        y0.Store(ref y, 0);
        y1.Store(ref y, ys);
        y2.Store(ref y, 2 * ys);
        y3.Store(ref y, 3 * ys);
        y4.Store(ref y, 4 * ys);
        y5.Store(ref y, 5 * ys);
    }

    private void One<V>(ref float x, ref float w, ref float y, int channel, int lanes)
        where V : struct, ISimd<V>
    {
        V sum = Start<V>(ref y, channel, lanes);
        int[] offsets = phase.TapOffsets;
        for (int t = 0; t < offsets.Length; t++)
        {
            sum = V.Fma(V.LoadFirst(ref x, offsets[t], lanes, V.Zero), V.Load(ref w, phase.Taps[t] * Panels.Width), sum);
        }

        sum.StoreFirst(ref y, 0, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Start<V>(ref float y, int channel, int lanes)
        where V : struct, ISimd<V> =>
        job.Accumulates ? V.LoadFirst(ref y, 0, lanes, V.Zero)
        : job.Bias.IsEmpty ? V.Zero
        : V.Load(in job.Bias[channel], 0);
}
