using System.Runtime.CompilerServices;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Operators;

/// <summary>What an operator reads and writes in a forward pass. All spans hold <see cref="Batch"/> samples, row by row.</summary>
public readonly ref struct ForwardPass
{
    private readonly PlanStep step;
    private readonly Span<float> arena;
    private readonly ReadOnlySpan<float> borrowed;
    private readonly ReadOnlySpan<float> parameters;
    private readonly RunState run;

    internal ForwardPass(PlanStep step, Span<float> arena, ReadOnlySpan<float> borrowed, ReadOnlySpan<float> parameters, in RunState run)
    {
        this.step = step;
        this.arena = arena;
        this.borrowed = borrowed;
        this.parameters = parameters;
        this.run = run;
    }

    /// <summary>Samples of this pass; the last batch of an epoch may be smaller than the plan's.</summary>
    public int Batch => run.Batch;

    /// <summary>The threads to share the work with.</summary>
    public ThreadTeam Team => run.Team;

    /// <summary>The output, to be overwritten. Overlaps no input but one that the operator says it may, see <see cref="Operator.OverwritesInput"/>.</summary>
    public Span<float> Output => arena.Slice(step.Output.Offset, run.Batch * step.OutputLength);

    /// <summary>Random numbers of this operator in this training step: a function of seed, step and position in the graph.</summary>
    public RandomStream Random => run.StreamOf(step);

    /// <summary>Input number <paramref name="i"/>.</summary>
    public ReadOnlySpan<float> Input(int i) => step.Input(i, arena, borrowed, run.Batch);

    /// <summary>Parameter number <paramref name="i"/>, in its memory layout.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<float> Parameter(int i)
    {
        Slice slice = step.Parameters.ItemRef(i).Slice;
        return parameters.Slice(slice.Offset, slice.Length);
    }

    /// <summary>Memory number <paramref name="i"/> that lives until the backward pass.</summary>
    public Span<float> Saved(int i) => Of(step.Saved[i]);

    /// <summary>Memory number <paramref name="i"/> for this call.</summary>
    public Span<float> Scratch(int i) => Of(step.ForwardScratch[i]);

    private Span<float> Of(Slice slice) => arena.Slice(slice.Offset, slice.Length);
}
