using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The pixels of one phase of a depthwise convolution in one image: y(pixel, c) ← start + Σ over taps of x(pixel + tap, c)·w(tap, c),
/// vectors over channels, up to eight pixels of a row at once. What neighbouring pixels read in common is loaded once. A tap outside the image
/// reads 0, so that nothing is padded.
/// </summary>
internal readonly ref struct DepthwisePixels
{
    private readonly Correlation plan;
    private readonly DepthwiseTaps taps;
    private readonly bool accumulates;
    private readonly ref float source;
    private readonly ref float filters;
    private readonly ref float bias;
    private readonly ref float destination;
    private readonly int first;
    private readonly int end;

    /// <summary>Rows [first, end) of an image.</summary>
    public DepthwisePixels(DepthwiseJob job, DepthwiseTaps taps, int image, int first, int end)
    {
        // Safety: Convolution has checked that the buffers hold whole batches, and the bias whole panels.
        plan = job.Plan;
        this.taps = taps;
        accumulates = job.Accumulates;
        source = ref Unsafe.Add(ref MemoryMarshal.GetReference(job.Source), (nint)image * plan.Source.SourceLength);
        filters = ref MemoryMarshal.GetReference(job.Filters);
        bias = ref job.Bias.IsEmpty ? ref Unsafe.NullRef<float>() : ref MemoryMarshal.GetReference(job.Bias);
        destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(job.C), ((nint)image * plan.Length) + taps.Phase.Destination);
        this.first = first;
        this.end = end;
    }

    /// <summary>Computes them.</summary>
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        if (plan.ColumnStep == 2)
        {
            Run<V, AlternateColumns>();
        }
        else
        {
            Run<V, NeighbourColumns>();
        }
    }

    private void Run<V, TColumns>()
        where V : struct, ISimd<V>
        where TColumns : struct, IDepthwiseColumns
    {
        int c = 0;
        for (; c <= plan.Outputs - V.Count; c += V.Count)
        {
            Channels<V, WholeVector, TColumns>(c);
        }

        if (c < plan.Outputs)
        {
            Channels<V, PartVector, TColumns>(c);
        }
    }

    private void Channels<V, TEdge, TColumns>(int channel)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
        where TColumns : struct, IDepthwiseColumns
    {
        // Tiles of one size together, so that their kernel is entered once for all rows.
        for (int tile = 0, next; tile < taps.Tiles; tile = next)
        {
            next = tile < taps.Higher ? taps.Higher : taps.Tiles;
            switch (taps.Start(tile + 1) - taps.Start(tile))
            {
                case 1:
                    Tiles<V, TEdge, One, TColumns>(channel, tile, next);
                    break;
                case 2:
                    Tiles<V, TEdge, Two, TColumns>(channel, tile, next);
                    break;
                case 3:
                    Tiles<V, TEdge, Three, TColumns>(channel, tile, next);
                    break;
                case 4:
                    Tiles<V, TEdge, Four, TColumns>(channel, tile, next);
                    break;
                case 5:
                    Tiles<V, TEdge, Five, TColumns>(channel, tile, next);
                    break;
                case 6:
                    Tiles<V, TEdge, Six, TColumns>(channel, tile, next);
                    break;
                case 7:
                    Tiles<V, TEdge, Seven, TColumns>(channel, tile, next);
                    break;
                default:
                    Tiles<V, TEdge, Eight, TColumns>(channel, tile, next);
                    break;
            }
        }
    }

    // csharpier-ignore-start
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tiles<V, TEdge, TPixels, TColumns>(int channel, int firstTile, int endTile)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
        where TPixels : struct, ICount
        where TColumns : struct, IDepthwiseColumns
    {
        PaddedImage image = plan.Source;
        int lanes = Math.Min(V.Count, plan.Outputs - channel), height = image.Height, rowStep = plan.RowStep;
        nint ys = plan.Stride.Width * plan.Outputs, row = image.SourceRow, column = image.Channels, step = plan.ColumnStep * column;
        ref float x = ref Unsafe.Add(ref source, channel);
        ref float w = ref Unsafe.Add(ref filters, ((nint)(channel / Panels.Width) * plan.PanelRows * Panels.Width) + (channel % Panels.Width));
        ref DepthwiseTaps.TapRun run = ref MemoryMarshal.GetArrayDataReference(taps.Runs);
        ref uint insides = ref MemoryMarshal.GetArrayDataReference(taps.Inside);
        nint runs = taps.Runs.Length;
        bool starts = accumulates || !Unsafe.IsNullRef(ref bias);
        for (int h = first; h < end; h++)
        {
            ref float y = ref Unsafe.Add(ref destination, ((nint)h * plan.Stride.Height * plan.RowLength) + (taps.Start(firstTile) * ys) + channel);
            nint place = (h * rowStep * row) + (taps.Start(firstTile) * step);
            for (int tile = firstTile; tile < endTile; tile++)
            {
                V y0 = V.Zero, y1 = V.Zero, y2 = V.Zero, y3 = V.Zero, y4 = V.Zero, y5 = V.Zero, y6 = V.Zero, y7 = V.Zero;
                if (starts)
                {
                    ref float start = ref accumulates ? ref y : ref Unsafe.Add(ref bias, channel);
                    nint ss = accumulates ? ys : 0;
                    y0 = TEdge.Load<V>(ref start, 0, lanes);
                    if (TPixels.Value > 1) { y1 = TEdge.Load<V>(ref start, ss, lanes); }
                    if (TPixels.Value > 2) { y2 = TEdge.Load<V>(ref start, 2 * ss, lanes); }
                    if (TPixels.Value > 3) { y3 = TEdge.Load<V>(ref start, 3 * ss, lanes); }
                    if (TPixels.Value > 4) { y4 = TEdge.Load<V>(ref start, 4 * ss, lanes); }
                    if (TPixels.Value > 5) { y5 = TEdge.Load<V>(ref start, 5 * ss, lanes); }
                    if (TPixels.Value > 6) { y6 = TEdge.Load<V>(ref start, 6 * ss, lanes); }
                    if (TPixels.Value > 7) { y7 = TEdge.Load<V>(ref start, 7 * ss, lanes); }
                }

                for (nint i = 0; i < runs; i++)
                {
                    ref DepthwiseTaps.TapRun r = ref Unsafe.Add(ref run, i);
                    uint inside = (uint)((h * rowStep) + r.Row) < (uint)height ? Unsafe.Add(ref insides, (tile * runs) + i) : 0;
                    nint at = place + r.Place;
                    ref float f = ref Unsafe.Add(ref w, r.Filter);
                    if (r.Taps == 3)
                    {
                        uint middle = TColumns.Middle<TPixels, Three>();
                        if ((inside & middle) == middle) { TColumns.Run<V, TEdge, TPixels, Three, Yes>(ref x, at, column, inside, lanes, ref f, r.Step, ref y0, ref y1, ref y2, ref y3, ref y4, ref y5, ref y6, ref y7); }
                        else { TColumns.Run<V, TEdge, TPixels, Three, No>(ref x, at, column, inside, lanes, ref f, r.Step, ref y0, ref y1, ref y2, ref y3, ref y4, ref y5, ref y6, ref y7); }
                    }
                    else if (r.Taps == 2)
                    {
                        uint middle = NeighbourColumns.Middle<TPixels, Two>();
                        if ((inside & middle) == middle) { NeighbourColumns.Run<V, TEdge, TPixels, Two, Yes>(ref x, at, step, inside, lanes, ref f, r.Step, ref y0, ref y1, ref y2, ref y3, ref y4, ref y5, ref y6, ref y7); }
                        else { NeighbourColumns.Run<V, TEdge, TPixels, Two, No>(ref x, at, step, inside, lanes, ref f, r.Step, ref y0, ref y1, ref y2, ref y3, ref y4, ref y5, ref y6, ref y7); }
                    }
                    else
                    {
                        uint middle = NeighbourColumns.Middle<TPixels, One>();
                        if ((inside & middle) == middle) { NeighbourColumns.Run<V, TEdge, TPixels, One, Yes>(ref x, at, step, inside, lanes, ref f, r.Step, ref y0, ref y1, ref y2, ref y3, ref y4, ref y5, ref y6, ref y7); }
                        else { NeighbourColumns.Run<V, TEdge, TPixels, One, No>(ref x, at, step, inside, lanes, ref f, r.Step, ref y0, ref y1, ref y2, ref y3, ref y4, ref y5, ref y6, ref y7); }
                    }
                }

                TEdge.Store(y0, ref y, 0, lanes);
                if (TPixels.Value > 1) { TEdge.Store(y1, ref y, ys, lanes); }
                if (TPixels.Value > 2) { TEdge.Store(y2, ref y, 2 * ys, lanes); }
                if (TPixels.Value > 3) { TEdge.Store(y3, ref y, 3 * ys, lanes); }
                if (TPixels.Value > 4) { TEdge.Store(y4, ref y, 4 * ys, lanes); }
                if (TPixels.Value > 5) { TEdge.Store(y5, ref y, 5 * ys, lanes); }
                if (TPixels.Value > 6) { TEdge.Store(y6, ref y, 6 * ys, lanes); }
                if (TPixels.Value > 7) { TEdge.Store(y7, ref y, 7 * ys, lanes); }
                y = ref Unsafe.Add(ref y, TPixels.Value * ys);
                place += TPixels.Value * step;
            }
        }
    }
    // csharpier-ignore-end
}
