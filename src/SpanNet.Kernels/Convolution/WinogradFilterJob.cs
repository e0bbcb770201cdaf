using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// Filters to places and back: U = G g Gᵀ for all filters g with <see cref="WinogradFilter"/>, and dg = Gᵀ dU G with
/// <see cref="WinogradFilterGradient"/>. Filters are panels of [9 · channels, outputs], places panels of
/// [16 · <see cref="Winograd.PlaceRows"/>, outputs]. Each part of the job makes some panels.
/// </summary>
internal ref struct WinogradFilterJob<TMap> : IParallelJob, ISimdKernel
    where TMap : struct, IWinogradMap
{
    /// <summary>Below so many floats a part costs more to hand over than it saves.</summary>
    private const int Grain = 1 << 16;

    /// <summary>Channels that a filter reads.</summary>
    public int Channels;
    public int Outputs;
    public ReadOnlySpan<float> From;
    public Span<float> To;

    /// <summary>True to add to what is there.</summary>
    public bool Accumulates;

    private int parts;
    private int firstPanel;
    private int endPanel;

    /// <summary>Transforms on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = Partition.Count((long)Winograd.Places * Channels * Outputs, Grain, team.Threads);
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        WinogradFilterJob<TMap> own = this;
        own.Cut(part, parts);
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Restricts this copy to one part of the panels.</summary>
    public void Cut(int part, int parts) => (firstPanel, endPanel) = Partition.Range(Panels.Count(Outputs), part, parts);

    /// <summary>Transforms them.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        nint fromColumn = Distance(TMap.Inputs);
        nint toColumn = Distance(TMap.Outputs);
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            // Safety: a panel has Inputs² matrices and becomes one of Outputs²; Convolution has checked that there are all.
            ref float from = ref Unsafe.Add(ref MemoryMarshal.GetReference(From), panel * TMap.Inputs * TMap.Inputs * fromColumn);
            ref float to = ref Unsafe.Add(ref MemoryMarshal.GetReference(To), panel * TMap.Outputs * TMap.Outputs * toColumn);
            for (int i = 0; i < Channels * Panels.Width; i += V.Count)
            {
                WinogradPatch.Run<V, TMap>(
                    ref Unsafe.Add(ref from, i),
                    TMap.Inputs * fromColumn,
                    fromColumn,
                    ref Unsafe.Add(ref to, i),
                    TMap.Outputs * toColumn,
                    toColumn,
                    Accumulates
                );
            }
        }
    }

    /// <summary>Floats from one tap of a panel, or place, to the next.</summary>
    private readonly nint Distance(int side) => (side == Winograd.Patch ? Winograd.PlaceRows(Channels) : Channels) * Panels.Width;
}
