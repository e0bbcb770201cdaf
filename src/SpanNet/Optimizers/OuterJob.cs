using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <summary>The update of one weight matrix in panels by the factors of its gradient, x·dyᵀ, shared between threads.</summary>
internal ref struct OuterJob<TRule> : IParallelJob
    where TRule : struct, IUpdateRule
{
    /// <summary>Parts begin at multiples of a page, so that no two threads write to one cache line or page.</summary>
    private const int Unit = 1024;

    public OuterUpdate<TRule> Update;

    /// <summary>The first parameter of the matrix.</summary>
    public int Weights;

    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Dy;

    private int parts;

    private readonly int Length => Panels.Length(X.Length, Dy.Length);

    /// <summary>How many parts are worth making of a matrix.</summary>
    public static int Parts(int inputs, int outputs, int threads) =>
        Partition.Count(Panels.Length(inputs, outputs), Optimizer.Grain, threads);

    /// <summary>Updates on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = Parts(X.Length, Dy.Length, team.Threads);
        team.Run(this, parts);
    }

    /// <summary>What the part has of each panel, whose rows are contiguous.</summary>
    public readonly void Run(int part)
    {
        (int start, int end) = Partition.Range(Length, part, parts, Unit);
        int panelLength = X.Length * Panels.Width;
        while (start < end)
        {
            int panel = start / panelLength;
            int panelStart = panel * panelLength;
            int stop = Math.Min(end, panelStart + panelLength);
            ReadOnlySpan<float> x = X[((start - panelStart) / Panels.Width)..((stop - panelStart) / Panels.Width)];
            ReadOnlySpan<float> dy = Dy[(panel * Panels.Width)..Math.Min((panel + 1) * Panels.Width, Dy.Length)];
            Update.Run(Weights + start, null, x, dy);
            start = stop;
        }
    }
}
