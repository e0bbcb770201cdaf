using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// dw(tap, c) = Σ over all pixels of the batch, first to last, of x(pixel + tap, c)·dy(pixel, c): vectors over channels, up to nine taps
/// at once, some rows of pixels after the other. What lies outside the image is 0. Parts are ranges of panels of 16 channels.
/// </summary>
internal ref struct DepthwiseGradientJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floating-point operations a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 20;

    /// <summary>Floats of dy that are read in one go, vector after vector of their channels, so that they come from the first-level cache: 16 KiB.</summary>
    private const int BlockLength = 1 << 12;

    /// <summary>The convolution that runs forward.</summary>
    public Correlation Plan;
    public DepthwiseTapGroup[] Groups;
    public int Batch;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Dy;
    public Span<float> Dw;
    public bool Accumulates;

    private int parts;
    private int firstPanel;
    private int endPanel;

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        long flops = 2L * Batch * Plan.Length * Plan.PanelRows;
        parts = Math.Min(Partition.Count(flops, Grain, team.Threads), Panels.Count(Plan.Outputs));
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        DepthwiseGradientJob own = this;
        own.Cut(part, parts);
        SimdWidth.Run(ref own, FilterWidth.Of(Plan.Outputs));
    }

    /// <summary>Restricts this copy to one part of the channels.</summary>
    public void Cut(int part, int parts) => (firstPanel, endPanel) = Partition.Range(Panels.Count(Plan.Outputs), part, parts);

    /// <summary>Computes the channels, block by block.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        if (!Accumulates)
        {
            Dw.Slice(firstPanel * Plan.PanelRows * Panels.Width, (endPanel - firstPanel) * Plan.PanelRows * Panels.Width).Clear();
        }

        int rows = Math.Max(1, BlockLength / Plan.RowLength);
        int endChannel = Math.Min(Plan.Outputs, endPanel * Panels.Width);
        for (int image = 0; image < Batch; image++)
        {
            for (int row = 0; row < Plan.Height; row += rows)
            {
                int end = Math.Min(row + rows, Plan.Height);
                int c = firstPanel * Panels.Width;
                for (; c <= endChannel - V.Count; c += V.Count)
                {
                    Channels<V, WholeVector>(image, c, row, end);
                }

                if (c < endChannel)
                {
                    Channels<V, PartVector>(image, c, row, end);
                }
            }
        }
    }

    // csharpier-ignore-start
    private readonly void Channels<V, TEdge>(int image, int c, int row, int end)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        // Safety: Convolution has checked that the buffers hold whole batches; a tap reads what lies inside the image.
        ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(X), ((nint)image * Plan.Source.SourceLength) + c);
        foreach (DepthwiseTapGroup taps in Groups)
        {
            switch (taps.Offsets.Length)
            {
                case 1: Taps<V, TEdge, One>(taps, ref x, image, c, row, end); break;
                case 2: Taps<V, TEdge, Two>(taps, ref x, image, c, row, end); break;
                case 3: Taps<V, TEdge, Three>(taps, ref x, image, c, row, end); break;
                case 4: Taps<V, TEdge, Four>(taps, ref x, image, c, row, end); break;
                case 5: Taps<V, TEdge, Five>(taps, ref x, image, c, row, end); break;
                case 6: Taps<V, TEdge, Six>(taps, ref x, image, c, row, end); break;
                case 7: Taps<V, TEdge, Seven>(taps, ref x, image, c, row, end); break;
                case 8: Taps<V, TEdge, Eight>(taps, ref x, image, c, row, end); break;
                default: Taps<V, TEdge, Nine>(taps, ref x, image, c, row, end); break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Taps<V, TEdge, TTaps>(DepthwiseTapGroup taps, ref float x, int image, int c, int row, int end)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
        where TTaps : struct, ICount
    {
        int lanes = Math.Min(V.Count, Plan.Outputs - c);
        ref float dw = ref Dw[(((c / Panels.Width * Plan.PanelRows) + taps.First) * Panels.Width) + (c % Panels.Width)];
        V w0 = V.Load(ref dw, 0), w1 = V.Zero, w2 = V.Zero, w3 = V.Zero, w4 = V.Zero, w5 = V.Zero, w6 = V.Zero, w7 = V.Zero, w8 = V.Zero;
        if (TTaps.Value > 1) { w1 = V.Load(ref dw, 1 * Panels.Width); }
        if (TTaps.Value > 2) { w2 = V.Load(ref dw, 2 * Panels.Width); }
        if (TTaps.Value > 3) { w3 = V.Load(ref dw, 3 * Panels.Width); }
        if (TTaps.Value > 4) { w4 = V.Load(ref dw, 4 * Panels.Width); }
        if (TTaps.Value > 5) { w5 = V.Load(ref dw, 5 * Panels.Width); }
        if (TTaps.Value > 6) { w6 = V.Load(ref dw, 6 * Panels.Width); }
        if (TTaps.Value > 7) { w7 = V.Load(ref dw, 7 * Panels.Width); }
        if (TTaps.Value > 8) { w8 = V.Load(ref dw, 8 * Panels.Width); }

        // The others from the first on.
        nint o0 = taps.Offsets[0], o1 = TTaps.Value > 1 ? taps.Offsets[1] - o0 : 0, o2 = TTaps.Value > 2 ? taps.Offsets[2] - o0 : 0, o3 = TTaps.Value > 3 ? taps.Offsets[3] - o0 : 0, o4 = TTaps.Value > 4 ? taps.Offsets[4] - o0 : 0, o5 = TTaps.Value > 5 ? taps.Offsets[5] - o0 : 0, o6 = TTaps.Value > 6 ? taps.Offsets[6] - o0 : 0, o7 = TTaps.Value > 7 ? taps.Offsets[7] - o0 : 0, o8 = TTaps.Value > 8 ? taps.Offsets[8] - o0 : 0;
        ReadOnlySpan<uint> columns = taps.ColumnsInside;
        nint step = Plan.ColumnStep * Plan.Source.Channels, channels = Plan.Outputs;
        ref float dy = ref Unsafe.Add(ref MemoryMarshal.GetReference(Dy), ((nint)image * Plan.Length) + (row * Plan.RowLength) + c);
        for (; row < end; row++)
        {
            nint at = ((nint)row * Plan.RowStep * Plan.Source.SourceRow) + o0;
            uint inRow = taps.RowsInside[row];
            for (int column = 0; column < columns.Length; column++)
            {
                uint inside = inRow & columns[column];
                V d = TEdge.Load<V>(ref dy, 0, lanes);
                if (inside == (1u << TTaps.Value) - 1)
                {
                    ref float p = ref Unsafe.Add(ref x, at);
                    V.Accumulate(ref w0, d, TEdge.Load<V>(ref p, 0, lanes));
                    if (TTaps.Value > 1) { V.Accumulate(ref w1, d, TEdge.Load<V>(ref p, o1, lanes)); }
                    if (TTaps.Value > 2) { V.Accumulate(ref w2, d, TEdge.Load<V>(ref p, o2, lanes)); }
                    if (TTaps.Value > 3) { V.Accumulate(ref w3, d, TEdge.Load<V>(ref p, o3, lanes)); }
                    if (TTaps.Value > 4) { V.Accumulate(ref w4, d, TEdge.Load<V>(ref p, o4, lanes)); }
                    if (TTaps.Value > 5) { V.Accumulate(ref w5, d, TEdge.Load<V>(ref p, o5, lanes)); }
                    if (TTaps.Value > 6) { V.Accumulate(ref w6, d, TEdge.Load<V>(ref p, o6, lanes)); }
                    if (TTaps.Value > 7) { V.Accumulate(ref w7, d, TEdge.Load<V>(ref p, o7, lanes)); }
                    if (TTaps.Value > 8) { V.Accumulate(ref w8, d, TEdge.Load<V>(ref p, o8, lanes)); }
                }
                else
                {
                    V v = V.Zero; if ((inside & 0x1) != 0) { v = TEdge.Load<V>(ref x, at, lanes); } V.Accumulate(ref w0, d, v);
                    if (TTaps.Value > 1) { v = V.Zero; if ((inside & 0x2) != 0) { v = TEdge.Load<V>(ref x, at + o1, lanes); } V.Accumulate(ref w1, d, v); }
                    if (TTaps.Value > 2) { v = V.Zero; if ((inside & 0x4) != 0) { v = TEdge.Load<V>(ref x, at + o2, lanes); } V.Accumulate(ref w2, d, v); }
                    if (TTaps.Value > 3) { v = V.Zero; if ((inside & 0x8) != 0) { v = TEdge.Load<V>(ref x, at + o3, lanes); } V.Accumulate(ref w3, d, v); }
                    if (TTaps.Value > 4) { v = V.Zero; if ((inside & 0x10) != 0) { v = TEdge.Load<V>(ref x, at + o4, lanes); } V.Accumulate(ref w4, d, v); }
                    if (TTaps.Value > 5) { v = V.Zero; if ((inside & 0x20) != 0) { v = TEdge.Load<V>(ref x, at + o5, lanes); } V.Accumulate(ref w5, d, v); }
                    if (TTaps.Value > 6) { v = V.Zero; if ((inside & 0x40) != 0) { v = TEdge.Load<V>(ref x, at + o6, lanes); } V.Accumulate(ref w6, d, v); }
                    if (TTaps.Value > 7) { v = V.Zero; if ((inside & 0x80) != 0) { v = TEdge.Load<V>(ref x, at + o7, lanes); } V.Accumulate(ref w7, d, v); }
                    if (TTaps.Value > 8) { v = V.Zero; if ((inside & 0x100) != 0) { v = TEdge.Load<V>(ref x, at + o8, lanes); } V.Accumulate(ref w8, d, v); }
                }

                at += step;
                dy = ref Unsafe.Add(ref dy, channels);
            }
        }

        w0.Store(ref dw, 0);
        if (TTaps.Value > 1) { w1.Store(ref dw, 1 * Panels.Width); }
        if (TTaps.Value > 2) { w2.Store(ref dw, 2 * Panels.Width); }
        if (TTaps.Value > 3) { w3.Store(ref dw, 3 * Panels.Width); }
        if (TTaps.Value > 4) { w4.Store(ref dw, 4 * Panels.Width); }
        if (TTaps.Value > 5) { w5.Store(ref dw, 5 * Panels.Width); }
        if (TTaps.Value > 6) { w6.Store(ref dw, 6 * Panels.Width); }
        if (TTaps.Value > 7) { w7.Store(ref dw, 7 * Panels.Width); }
        if (TTaps.Value > 8) { w8.Store(ref dw, 8 * Panels.Width); }
    }
    // csharpier-ignore-end
}
