using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SpanNet.Graphs;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Operators;

/// <summary>What an operator reads and writes in a backward pass. All spans hold <see cref="Batch"/> samples, row by row.</summary>
public ref struct BackwardPass
{
    private PlanStep step;
    private readonly PassMemory memory;
    private readonly Span<float> gradients;
    private readonly IGradientReceiver? receiver;
    private readonly RunState run;

    /// <summary>A pass that is at no step yet.</summary>
    internal BackwardPass(in PassMemory memory, Span<float> gradients, IGradientReceiver? receiver, in RunState run)
    {
        step = null!;
        this.memory = memory;
        this.gradients = gradients;
        this.receiver = receiver;
        this.run = run;
    }

    /// <summary>The same memory, seen from another step.</summary>
    internal void MoveTo(PlanStep step) => this.step = step;

    /// <summary>All of it but the gradients of parameters, for a kernel that knows its places.</summary>
    [UnscopedRef]
    internal readonly ref readonly PassMemory Memory => ref memory;

    /// <summary>Samples of this pass.</summary>
    public readonly int Batch => run.Batch;

    /// <summary>The threads to share the work with.</summary>
    public readonly ThreadTeam Team => run.Team;

    /// <summary>The output of the forward pass; only for operators with <see cref="Operator.BackwardReadsOutput"/>.</summary>
    public readonly ReadOnlySpan<float> Output
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => memory.Arena.Slice(step.Output.Offset, run.Batch * step.OutputLength);
    }

    /// <summary>The gradient of the loss by the output. Its last reader is this call, which may overwrite it.</summary>
    public readonly Span<float> OutputGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => memory.Arena.Slice(step.OutputGradient.Offset, run.Batch * step.OutputLength);
    }

    /// <summary>The same random numbers as in the forward pass.</summary>
    public readonly RandomStream Random => run.StreamOf(step);

    /// <summary>Input number <paramref name="i"/>; only for operators with <see cref="Operator.BackwardReadsInputs"/>.</summary>
    public readonly ReadOnlySpan<float> Input(int i) => step.Input(i, in memory, run.Batch);

    /// <summary>Where the gradient by input <paramref name="i"/> goes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly GradientSink InputGradient(int i)
    {
        ref readonly InputPort input = ref step.Inputs.ItemRef(i);
        return input.NeedsGradient
            ? new GradientSink(memory.Arena.Slice(input.Gradient.Offset, run.Batch * input.Length), input.Accumulates, true)
            : default;
    }

    /// <summary>Parameter number <paramref name="i"/>, in its memory layout.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ReadOnlySpan<float> Parameter(int i)
    {
        Slice slice = step.Parameters.ItemRef(i).Slice;
        return memory.Parameters.Slice(slice.Offset, slice.Length);
    }

    /// <summary>Parameter number <paramref name="i"/> to be changed: only for those with <see cref="ParameterSpec.IsTrained"/> false.</summary>
    public readonly Span<float> Untrained(int i) =>
        memory.Parameters.Slice(step.Parameters[i].Slice.Offset, step.Parameters[i].Slice.Length);

    /// <summary>Where the gradient by parameter <paramref name="i"/> goes, in the parameter's memory layout; its padding must become 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly GradientSink ParameterGradient(int i)
    {
        ref readonly ParameterPort parameter = ref step.Parameters.ItemRef(i);
        return parameter.NeedsGradient
            ? new GradientSink(gradients.Slice(parameter.Slice.Offset, parameter.Slice.Length), parameter.Accumulates, true)
            : default;
    }

    /// <summary>Who takes the gradient by parameter <paramref name="i"/> by its factors; null: it goes to <see cref="ParameterGradient"/>.</summary>
    public readonly IGradientReceiver? ParameterReceiver(int i) => step.Parameters.ItemRef(i).IsHandedOver ? receiver : null;

    /// <summary>The receiver's number of the first element of parameter <paramref name="i"/>.</summary>
    public readonly int ParameterOffset(int i) => step.Parameters.ItemRef(i).Slice.Offset;

    /// <summary>Memory number <paramref name="i"/> that the forward pass filled.</summary>
    public readonly Span<float> Saved(int i) => Of(step.Saved[i]);

    /// <summary>Memory number <paramref name="i"/> for this call.</summary>
    public readonly Span<float> Scratch(int i) => Of(step.BackwardScratch[i]);

    private readonly Span<float> Of(Slice slice) => memory.Arena.Slice(slice.Offset, slice.Length);
}
