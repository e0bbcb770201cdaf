using System.Runtime.InteropServices;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>Panels of Wᵀ [n, k] from the panels of W [k, n]; each part of the job makes some of them.</summary>
internal ref struct PanelTransposeJob : IParallelJob
{
    /// <summary>Below so many floats a part costs more to hand over than it saves.</summary>
    private const int Grain = 1 << 16;

    public int N;
    public int K;
    public ReadOnlySpan<float> W;

    /// <summary>The first panel of Wᵀ that is made.</summary>
    public int First;

    /// <summary>The panel behind the last that is made.</summary>
    public int End;

    /// <summary>Room for these panels.</summary>
    public Span<float> Transposed;

    private int parts;

    /// <summary>Transposes on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = Partition.Count((long)(End - First) * Panels.Width * N, Grain, team.Threads);
        if (parts == 1)
        {
            Run(0);
            return;
        }

        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        int length = Panels.Count(N) * Panels.Width * Panels.Width;
        (int first, int end) = Partition.Range(End - First, part, parts);
        for (int panel = first; panel < end; panel++)
        {
            // Safety: Gemm has checked that W holds the panels of [k, n] and Transposed those of its transpose.
            PanelTranspose.Panel(in MemoryMarshal.GetReference(W), K, N, (First + panel) * Panels.Width, ref Transposed[panel * length]);
        }
    }
}
