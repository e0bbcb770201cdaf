using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Operators;

/// <summary>What an operator reads and writes in a forward pass. All spans hold <see cref="Batch"/> samples, row by row.</summary>
public ref struct ForwardPass
{
    private PlanStep step;
    private readonly PassMemory memory;
    private readonly RunState run;

    /// <summary>A pass that is at no step yet.</summary>
    internal ForwardPass(in PassMemory memory, in RunState run)
    {
        step = null!;
        this.memory = memory;
        this.run = run;
    }

    /// <summary>The same memory, seen from another step.</summary>
    internal void MoveTo(PlanStep step) => this.step = step;

    /// <summary>All of it, for a kernel that knows its places.</summary>
    [UnscopedRef]
    internal readonly ref readonly PassMemory Memory => ref memory;

    /// <summary>Samples of this pass; the last batch of an epoch may be smaller than the plan's.</summary>
    public readonly int Batch => run.Batch;

    /// <summary>The threads to share the work with.</summary>
    public readonly ThreadTeam Team => run.Team;

    /// <summary>The output, to be overwritten. Overlaps no input but one that the operator says it may, see <see cref="Operator.OverwritesInput"/>.</summary>
    public readonly Span<float> Output => memory.Arena.Slice(step.Output.Offset, run.Batch * step.OutputLength);

    /// <summary>Random numbers of this operator in this training step: a function of seed, step and position in the graph.</summary>
    public readonly RandomStream Random => run.StreamOf(step);

    /// <summary>Input number <paramref name="i"/>.</summary>
    public readonly ReadOnlySpan<float> Input(int i) => step.Input(i, in memory, run.Batch);

    /// <summary>Parameter number <paramref name="i"/>, in its memory layout.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ReadOnlySpan<float> Parameter(int i)
    {
        Slice slice = step.Parameters.ItemRef(i).Slice;
        return memory.Parameters.Slice(slice.Offset, slice.Length);
    }

    /// <summary>Memory number <paramref name="i"/> that lives until the backward pass.</summary>
    public readonly Span<float> Saved(int i) => Of(step.Saved[i]);

    /// <summary>Memory number <paramref name="i"/> for this call.</summary>
    public readonly Span<float> Scratch(int i) => Of(step.ForwardScratch[i]);

    private readonly Span<float> Of(Slice slice) => memory.Arena.Slice(slice.Offset, slice.Length);
}
