using System.Runtime.CompilerServices;
using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <summary>One sweep over some of the parameters, shared between threads: decayed parameters with the penalties, the rest without.</summary>
internal ref struct SweepJob<TRule> : IParallelJob
    where TRule : struct, IUpdateRule
{
    /// <summary>Parts begin at multiples of a page, so that no two threads write to one cache line or page.</summary>
    private const int Unit = 1024;

    public TRule Rule;
    public ref readonly UpdateTerms Terms;

    /// <summary>All parameters, and as many states of each kind.</summary>
    public Span<float> Parameters;
    public Span<float> State;

    /// <summary>The first so many parameters are subject to penalties.</summary>
    public int Decayed;

    /// <summary>The first parameter that is updated.</summary>
    public int First;

    /// <summary>The gradients of those from <see cref="First"/> on.</summary>
    public ReadOnlySpan<float> Gradients;

    private int parts;

    /// <summary>Sweeps on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        int length = Gradients.Length;
        parts = Partition.Count(length, Optimizer.Grain, team.Threads);
        if (parts == 1)
        {
            Run(0, length);
        }
        else
        {
            Share(team);
        }
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        (int start, int end) = Partition.Range(Gradients.Length, part, parts, Unit);
        Run(start, end);
    }

    /// <summary>Apart from <see cref="Run(ThreadTeam)"/>, where the copies that a team makes of a job would cost small networks time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Share(ThreadTeam team) => team.Run(this, parts);

    private readonly void Run(int start, int end)
    {
        int middle = Terms.Penalizes ? Math.Clamp(Decayed - First, start, end) : end;
        Run(in Terms, start, middle);
        if (middle < end)
        {
            Run(Terms.WithoutPenalties, middle, end);
        }
    }

    private readonly void Run(in UpdateTerms terms, int start, int end)
    {
        int at = First + start;
        int length = end - start;
        UpdateSweep.Run(
            Rule,
            terms,
            Parameters.Slice(at, length),
            Gradients.Slice(start, length),
            States(0, at, length),
            States(1, at, length)
        );
    }

    private readonly Span<float> States(int i, int start, int length) =>
        TRule.States > i ? State.Slice((i * Parameters.Length) + start, length) : default;
}
