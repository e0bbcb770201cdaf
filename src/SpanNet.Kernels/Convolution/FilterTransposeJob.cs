using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// The filters as the gradient of the input reads them: for every group panels of [taps · outputs, channels], the taps in the order
/// of the phases. Each part of the job makes some panels.
/// </summary>
internal ref struct FilterTransposeJob : IParallelJob
{
    /// <summary>Below so many floats a part costs more to hand over than it saves.</summary>
    private const int Grain = 1 << 16;

    /// <summary>The taps in the order of the chains.</summary>
    public int[] Taps;
    public int Groups;

    /// <summary>Outputs of a group.</summary>
    public int Outputs;

    /// <summary>Channels of a group.</summary>
    public int Channels;

    /// <summary>For every group panels of [taps · channels, outputs].</summary>
    public ReadOnlySpan<float> Filters;
    public Span<float> Transposed;

    private int parts;

    /// <summary>Transposes on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = Partition.Count((long)Groups * Taps.Length * Outputs * Channels, Grain, team.Threads);
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        int perGroup = Panels.Count(Channels);
        int rows = Taps.Length * Outputs;
        (int first, int end) = Partition.Range(Groups * perGroup, part, parts);
        for (int panel = first; panel < end; panel++)
        {
            int group = panel / perGroup;
            int channel = panel % perGroup * Panels.Width;
            ReadOnlySpan<float> source = Filters[(group * Panels.Length(Taps.Length * Channels, Outputs))..];
            Span<float> target = Transposed.Slice(panel * rows * Panels.Width, rows * Panels.Width);
            for (int i = 0; i < Taps.Length; i++)
            {
                // Safety: Convolution has checked that Filters and Transposed hold all panels; this one has Outputs rows for every tap.
                PanelTranspose.Block(
                    in MemoryMarshal.GetReference(source),
                    Taps.Length * Channels,
                    Outputs,
                    (Taps[i] * Channels) + channel,
                    Math.Min(Panels.Width, Channels - channel),
                    ref target[i * Outputs * Panels.Width]
                );
            }
        }
    }
}
