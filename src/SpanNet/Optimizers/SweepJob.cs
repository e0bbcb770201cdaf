using System.Runtime.CompilerServices;
using SpanNet.Kernels.Gemm;
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

    /// <summary>In place of the gradients: the factors of that of one weight matrix in panels, x·dyᵀ.</summary>
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Dy;

    private int parts;

    private readonly int Length => X.IsEmpty ? Gradients.Length : X.Length * Dy.Length;

    /// <summary>Sweeps on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        int length = Length;
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
        (int start, int end) = Partition.Range(Length, part, parts, Unit);
        Run(start, end);
    }

    /// <summary>Apart from <see cref="Run(ThreadTeam)"/>, where the copies that a team makes of a job would cost small networks time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Share(ThreadTeam team) => team.Run(this, parts);

    private readonly void Run(int start, int end)
    {
        int middle = Terms.Penalizes ? Math.Clamp(Decayed - First, start, end) : end;
        if (X.IsEmpty)
        {
            Stored(in Terms, start, middle);
            if (middle < end)
            {
                Stored(Terms.WithoutPenalties, middle, end);
            }
        }
        else if (middle == end)
        {
            Factored(in Terms, start, end);
        }
        else
        {
            // A matrix is decayed as a whole or not at all.
            Factored(Terms.WithoutPenalties, start, end);
        }
    }

    private readonly void Stored(in UpdateTerms terms, int start, int end)
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

    /// <summary>The whole matrix at once; of a part, what it has of each panel, whose rows are contiguous.</summary>
    private readonly void Factored(in UpdateTerms terms, int start, int end)
    {
        if (parts == 1)
        {
            UpdateSweep.Run(Rule, terms, Parameters.Slice(First, end), X, Dy, States(0, First, end), States(1, First, end));
            return;
        }

        int panelLength = X.Length * Panels.Width;
        while (start < end)
        {
            int panel = start / panelLength;
            int panelStart = panel * panelLength;
            int stop = Math.Min(end, panelStart + panelLength);
            ReadOnlySpan<float> x = X[((start - panelStart) / Panels.Width)..((stop - panelStart) / Panels.Width)];
            ReadOnlySpan<float> dy = Dy.Slice(panel * Panels.Width, Panels.Width);
            int at = First + start;
            int length = stop - start;
            UpdateSweep.Run(Rule, terms, Parameters.Slice(at, length), x, dy, States(0, at, length), States(1, at, length));
            start = stop;
        }
    }

    private readonly Span<float> States(int i, int start, int length) =>
        TRule.States > i ? State.Slice((i * Parameters.Length) + start, length) : default;
}
