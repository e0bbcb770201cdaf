using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// U = G g Gᵀ for all filters g: panels of [16 · <see cref="Winograd.FilterRows"/>, outputs] from panels of [9 · inputs, outputs]. Each
/// part of the job makes some panels.
/// </summary>
internal ref struct WinogradFilterJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floats a part costs more to hand over than it saves.</summary>
    private const int Grain = 1 << 16;

    /// <summary>Rows and columns of a filter.</summary>
    private const int Side = 3;

    /// <summary>Channels that a filter reads.</summary>
    public int Inputs;
    public int Outputs;
    public ReadOnlySpan<float> Filters;
    public Span<float> Transformed;

    private int parts;
    private int firstPanel;
    private int endPanel;

    /// <summary>Transforms on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = Partition.Count((long)Winograd.Places * Inputs * Outputs, Grain, team.Threads);
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        WinogradFilterJob own = this;
        own.Cut(part, parts);
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Restricts this copy to one part of the panels.</summary>
    public void Cut(int part, int parts) => (firstPanel, endPanel) = Partition.Range(Panels.Count(Outputs), part, parts);

    /// <summary>Transforms them.</summary>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        int line = Inputs * Panels.Width;
        int place = Winograd.FilterRows(Inputs) * Panels.Width;
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            // Safety: a panel has 9 lines of the filters and 16 of what they become; Convolution has checked that there are all.
            ref float from = ref Unsafe.Add(ref MemoryMarshal.GetReference(Filters), (nint)panel * Side * Side * line);
            ref float to = ref Unsafe.Add(ref MemoryMarshal.GetReference(Transformed), (nint)panel * Winograd.Places * place);
            for (int i = 0; i < line; i += V.Count)
            {
                WinogradPatch.Run<V, WinogradFilter>(
                    ref Unsafe.Add(ref from, i),
                    Side * line,
                    line,
                    ref Unsafe.Add(ref to, i),
                    Winograd.Patch * place,
                    place
                );
            }
        }
    }
}
