using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// dw(tap, c) = Σ over all pixels of the batch, first to last, of x(pixel + tap, c)·dy(pixel, c): vectors over channels, up to five taps
/// at once. Parts are ranges of panels of 16 channels; each pads the images for itself.
/// </summary>
internal ref struct DepthwiseGradientJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floating-point operations a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 20;

    /// <summary>The convolution that runs forward.</summary>
    public Correlation Plan;
    public int Batch;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Dy;
    public Span<float> Dw;
    public bool Accumulates;

    /// <summary>Room for the padded images of every part.</summary>
    public Span<float> Scratch;

    private int parts;
    private int firstPanel;
    private int endPanel;
    private Span<float> slot;

    private readonly CorrelationPhase Phase => Plan.Phases[0];

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        long flops = 2L * Batch * Plan.Length * Phase.Taps.Length;
        int length = Plan.SlotLength(Batch);
        parts = Math.Min(Partition.Count(flops, Grain, team.Threads), Panels.Count(Plan.Outputs));
        parts = length == 0 ? parts : Math.Min(parts, Scratch.Length / length);
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
    public void Cut(int part, int parts)
    {
        (firstPanel, endPanel) = Partition.Range(Panels.Count(Plan.Outputs), part, parts);
        slot = Scratch.Slice(part * Plan.SlotLength(Batch), Plan.SlotLength(Batch));
    }

    /// <summary>Computes the channels, image by image.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        slot.Clear();
        if (!Accumulates)
        {
            Dw.Slice(firstPanel * Plan.PanelRows * Panels.Width, (endPanel - firstPanel) * Plan.PanelRows * Panels.Width).Clear();
        }

        for (int image = 0; image < Batch; image++)
        {
            ReadOnlySpan<float> x = X.Slice(image * Plan.Source.SourceLength, Plan.Source.SourceLength);
            if (Plan.Source.IsCopied)
            {
                Plan.Source.Fill(x, slot, 0, int.MaxValue);
                x = slot;
            }

            for (int c = firstPanel * Panels.Width; c < Math.Min(Plan.Outputs, endPanel * Panels.Width); c += V.Count)
            {
                Channels<V>(ref MemoryMarshal.GetReference(x), image, c);
            }
        }
    }

    private readonly void Channels<V>(ref float x, int image, int c)
        where V : struct, ISimd<V>
    {
        ReadOnlySpan<int> offsets = Phase.TapOffsets;
        ReadOnlySpan<float> dy = Dy.Slice(image * Plan.Length, Plan.Length);
        int place = (c / Panels.Width * Plan.PanelRows * Panels.Width) + (c % Panels.Width);
        for (int t = 0; t < offsets.Length; )
        {
            // Safety: the channels of every tap lie inside the padded image, and inside the panel that this part owns.
            ref float from = ref Unsafe.Add(ref x, c);
            ref float to = ref Dw[place + (t * Panels.Width)];
            switch (Math.Min(5, offsets.Length - t))
            {
                case 5:
                    Taps<V, Five>(offsets[t..], ref from, in dy[c], ref to, c);
                    t += 5;
                    break;
                case 4:
                    Taps<V, Four>(offsets[t..], ref from, in dy[c], ref to, c);
                    t += 4;
                    break;
                case 3:
                    Taps<V, Three>(offsets[t..], ref from, in dy[c], ref to, c);
                    t += 3;
                    break;
                case 2:
                    Taps<V, Two>(offsets[t..], ref from, in dy[c], ref to, c);
                    t += 2;
                    break;
                default:
                    Taps<V, One>(offsets[t..], ref from, in dy[c], ref to, c);
                    t++;
                    break;
            }
        }
    }

    // csharpier-ignore-start
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Taps<V, TTaps>(ReadOnlySpan<int> offsets, ref float x, ref readonly float dy, ref float dw, int c)
        where V : struct, ISimd<V>
        where TTaps : struct, ICount
    {
        int lanes = Math.Min(V.Count, Plan.Outputs - c);
        nint o0 = offsets[0], o1 = TTaps.Value > 1 ? offsets[1] : 0, o2 = TTaps.Value > 2 ? offsets[2] : 0;
        nint o3 = TTaps.Value > 3 ? offsets[3] : 0, o4 = TTaps.Value > 4 ? offsets[4] : 0;
        V w0 = V.Load(ref dw, 0), w1 = V.Zero, w2 = V.Zero, w3 = V.Zero, w4 = V.Zero;
        if (TTaps.Value > 1) { w1 = V.Load(ref dw, 1 * Panels.Width); }
        if (TTaps.Value > 2) { w2 = V.Load(ref dw, 2 * Panels.Width); }
        if (TTaps.Value > 3) { w3 = V.Load(ref dw, 3 * Panels.Width); }
        if (TTaps.Value > 4) { w4 = V.Load(ref dw, 4 * Panels.Width); }

        nint step = Plan.ColumnStep * Plan.Source.Channels;
        nint channels = Plan.Outputs, at = 0;
        for (int row = 0; row < Plan.Height; row++)
        {
            ref float px = ref Unsafe.Add(ref x, (nint)row * Plan.RowStep * Plan.Source.RowLength);
            for (int column = 0; column < Plan.Width; column++)
            {
                V d = V.LoadFirst(in dy, at, lanes, V.Zero);
                w0 = V.Fma(V.LoadFirst(ref px, o0, lanes, V.Zero), d, w0);
                if (TTaps.Value > 1) { w1 = V.Fma(V.LoadFirst(ref px, o1, lanes, V.Zero), d, w1); }
                if (TTaps.Value > 2) { w2 = V.Fma(V.LoadFirst(ref px, o2, lanes, V.Zero), d, w2); }
                if (TTaps.Value > 3) { w3 = V.Fma(V.LoadFirst(ref px, o3, lanes, V.Zero), d, w3); }
                if (TTaps.Value > 4) { w4 = V.Fma(V.LoadFirst(ref px, o4, lanes, V.Zero), d, w4); }
                px = ref Unsafe.Add(ref px, step);
                at += channels;
            }
        }

        w0.Store(ref dw, 0);
        if (TTaps.Value > 1) { w1.Store(ref dw, 1 * Panels.Width); }
        if (TTaps.Value > 2) { w2.Store(ref dw, 2 * Panels.Width); }
        if (TTaps.Value > 3) { w3.Store(ref dw, 3 * Panels.Width); }
        if (TTaps.Value > 4) { w4.Store(ref dw, 4 * Panels.Width); }
    }
    // csharpier-ignore-end
}
