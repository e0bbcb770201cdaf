using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SpanNet.Graphs;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Operators;

namespace SpanNet.Planning;

/// <summary>
/// How a network runs at a largest batch size: a list of steps run forward, then the same list reversed. Immutable; shared by any
/// number of workspaces. Everything was checked and placed when it was compiled: running only computes.
/// </summary>
public sealed class Plan
{
    private readonly ImmutableArray<PlanStep> steps;
    private readonly ParameterStore store;

    /// <summary>The forward pass of a batch of one, where every step has a way of its own for it.</summary>
    private readonly RowForward[]? rows;

    /// <summary>Likewise the way back with a receiver.</summary>
    private readonly RowBackward[]? rowsBack;

    internal Plan(ParameterStore store, PlanMode mode, int batch, int arenaLength, ImmutableArray<PlanStep> steps)
    {
        this.store = store;
        this.steps = steps;
        InputRows = new RowLayout([.. Graph.Inputs.Select(node => node.Shape.Length)]);
        OutputRows = new RowLayout([.. Graph.Outputs.Select(node => node.Shape.Length)]);
        Mode = mode;
        MaximumBatch = batch;
        ArenaLength = arenaLength;
        rows = steps.All(step => step.Row is not null) ? [.. steps.Select(step => step.Row!)] : null;
    }

    /// <summary>What the plan is for.</summary>
    public PlanMode Mode { get; }

    /// <summary>Largest batch that it runs.</summary>
    public int MaximumBatch { get; }

    /// <summary>Floats of memory that a workspace of this plan has: its peak.</summary>
    public int ArenaLength { get; }

    /// <summary>Bytes of that memory.</summary>
    public long PeakBytes => ArenaLength * (long)sizeof(float);

    /// <summary>The network.</summary>
    public Graph Graph => store.Graph;

    /// <summary>Whether the input may be read where the caller has it, in place of a copy in the workspace.</summary>
    internal bool BorrowsInput { get; init; }

    /// <summary>How the inputs of a sample lie in one row.</summary>
    internal RowLayout InputRows { get; }

    /// <summary>How the outputs of a sample lie in one row.</summary>
    internal RowLayout OutputRows { get; }

    internal ImmutableArray<Slice> InputSlices { get; init; }

    internal ImmutableArray<Slice> OutputSlices { get; init; }

    internal ImmutableArray<Slice> OutputGradientSlices { get; init; }

    /// <summary>Names of the parameters that it was told not to train.</summary>
    internal IReadOnlySet<string> Frozen { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The stretches of the parameter block that have gradients.</summary>
    internal ImmutableArray<Slice> Trained { get; init; }

    /// <summary>What is left to update after a backward pass with a receiver.</summary>
    internal ImmutableArray<Slice> UpdatedAtOnce { get; init; }

    internal ImmutableArray<PlanStep> Steps => steps;

    /// <summary>What a backward pass runs, in its order.</summary>
    internal ImmutableArray<BackwardRun> WayBack
    {
        get;
        init
        {
            field = value;
            rowsBack = value.All(run => !run.IsForward && steps[run.Step].RowBack is not null)
                ? [.. value.Select(run => steps[run.Step].RowBack!)]
                : null;
        }
    } = [];

    /// <summary>Compiles the network of <paramref name="store"/>.</summary>
    /// <param name="store">The parameters that the plan reads, and in training writes gradients of.</param>
    /// <param name="mode">Inference or training.</param>
    /// <param name="maximumBatch">Largest batch, at least 1.</param>
    /// <param name="frozen">Names of parameters that get no gradient.</param>
    /// <param name="memoryLimit">
    /// Most bytes of a workspace; null: as many as it takes. Where that would be more, outputs of cheap layers are computed again on the way back
    /// instead of kept until then: that takes time and changes no bit.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A frozen name is no parameter's, a value is to be trained as two outputs, or the plan does not fit into the limit: the message says what it takes
    /// at least.
    /// </exception>
    public static Plan Compile(
        ParameterStore store,
        PlanMode mode,
        int maximumBatch,
        IReadOnlySet<string>? frozen = null,
        long? memoryLimit = null
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBatch, 1);
        return new PlanCompiler(store, mode, maximumBatch, frozen ?? ImmutableHashSet<string>.Empty, memoryLimit).Compile();
    }

    /// <summary>Computes the outputs of the first <paramref name="batch"/> samples in the workspace.</summary>
    /// <param name="workspace">Holds inputs and, afterwards, outputs.</param>
    /// <param name="batch">1 … <see cref="MaximumBatch"/>.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <param name="seed">Seed of dropout masks.</param>
    /// <param name="step">Number of the training step: each has masks of its own.</param>
    /// <exception cref="ArgumentException">The workspace belongs to another plan, or the batch is too large.</exception>
    public void Forward(Workspace workspace, int batch, ThreadTeam team, ulong seed = 0, long step = 0)
    {
        var none = default(NoMarks);
        Forward(workspace, batch, team, seed, step, default, ref none);
    }

    /// <summary>The same with the input in <paramref name="borrowed"/> unless that is empty, and a mark after each step.</summary>
    internal void Forward<TMarks>(
        Workspace workspace,
        int batch,
        ThreadTeam team,
        ulong seed,
        long step,
        ReadOnlySpan<float> borrowed,
        ref TMarks marks
    )
        where TMarks : struct, IMarks, allows ref struct
    {
        Check(workspace, batch);
        if (batch == 1 && rows is not null)
        {
            PassMemory memory = MemoryOf(workspace, borrowed);
            foreach (RowForward row in rows)
            {
                row.Run(in memory);
                marks.Mark();
            }
        }
        else
        {
            ForwardSteps(workspace, batch, team, seed, step, borrowed, ref marks);
        }
    }

    /// <summary>
    /// Computes the gradients of all parameters from the output gradients in the workspace, with the arguments of the forward pass before it.
    /// </summary>
    /// <exception cref="ArgumentException">The workspace belongs to another plan, or the batch is too large.</exception>
    /// <exception cref="InvalidOperationException">The plan is for inference.</exception>
    public void Backward(Workspace workspace, int batch, ThreadTeam team, ulong seed = 0, long step = 0)
    {
        var none = default(NoMarks);
        Backward(workspace, batch, team, seed, step, default, null, ref none);
    }

    /// <summary>
    /// The same, with a receiver that takes some gradients by their factors, and may change those parameters at
    /// once. All others are stored as ever: see <see cref="UpdatedAtOnce"/>. A mark after each run of <see cref="WayBack"/>.
    /// </summary>
    internal void Backward<TMarks>(
        Workspace workspace,
        int batch,
        ThreadTeam team,
        ulong seed,
        long step,
        ReadOnlySpan<float> borrowed,
        IGradientReceiver? receiver,
        ref TMarks marks
    )
        where TMarks : struct, IMarks, allows ref struct
    {
        Check(workspace, batch);
        if (Mode != PlanMode.Training)
        {
            throw new InvalidOperationException("A plan for inference has no backward pass: compile it with PlanMode.Training.");
        }

        if (batch == 1 && rowsBack is not null && receiver is not null)
        {
            PassMemory memory = MemoryOf(workspace, borrowed);
            foreach (RowBackward row in rowsBack)
            {
                row.Run(in memory, receiver);
                marks.Mark();
            }
        }
        else
        {
            BackwardSteps(workspace, batch, team, seed, step, borrowed, receiver, ref marks);
        }
    }

    // Methods of their own, so that rows make no room for a pass.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ForwardSteps<TMarks>(
        Workspace workspace,
        int batch,
        ThreadTeam team,
        ulong seed,
        long step,
        ReadOnlySpan<float> borrowed,
        ref TMarks marks
    )
        where TMarks : struct, IMarks, allows ref struct
    {
        var pass = new ForwardPass(MemoryOf(workspace, borrowed), new RunState(batch, seed, step, team));
        foreach (PlanStep planStep in steps)
        {
            Forward(planStep, ref pass);
            marks.Mark();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BackwardSteps<TMarks>(
        Workspace workspace,
        int batch,
        ThreadTeam team,
        ulong seed,
        long step,
        ReadOnlySpan<float> borrowed,
        IGradientReceiver? receiver,
        ref TMarks marks
    )
        where TMarks : struct, IMarks, allows ref struct
    {
        var pass = new BackwardPass(MemoryOf(workspace, borrowed), store.Gradients, receiver, new RunState(batch, seed, step, team));
        foreach (BackwardRun next in WayBack)
        {
            PlanStep planStep = steps[next.Step];
            if (next.IsForward)
            {
                Again(planStep, in pass.Memory, new RunState(batch, seed, step, team));
            }
            else if (batch == 1 && receiver is not null && planStep.RowBack is { } row)
            {
                row.Run(in pass.Memory, receiver);
            }
            else
            {
                pass.MoveTo(planStep);
                planStep.Operator.Backward(in pass);
            }

            marks.Mark();
        }
    }

    /// <summary>
    /// After a forward pass for training and before the backward pass: runs forward again, step by step, and names the first input
    /// or node whose value is not finite; null when all are. For diagnosis only.
    /// </summary>
    public string? FindNonFinite(Workspace workspace, int batch, ThreadTeam team, ulong seed = 0, long step = 0) =>
        FindNonFinite(workspace, batch, team, seed, step, default);

    /// <summary>The same after a pass with a borrowed input.</summary>
    internal string? FindNonFinite(Workspace workspace, int batch, ThreadTeam team, ulong seed, long step, ReadOnlySpan<float> borrowed)
    {
        Check(workspace, batch);
        for (int i = 0; i < InputSlices.Length; i++)
        {
            Node input = Graph.Inputs[i];
            ReadOnlySpan<float> values = borrowed.IsEmpty ? workspace.Input(i)[..(batch * input.Shape.Length)] : borrowed;
            if (!TensorPrimitives.IsFiniteAll(values))
            {
                return input.Name;
            }
        }

        var pass = new ForwardPass(MemoryOf(workspace, borrowed), new RunState(batch, seed, step, team));
        foreach (PlanStep planStep in steps)
        {
            Forward(planStep, ref pass);
            ReadOnlySpan<float> output = workspace.Arena.Slice(planStep.Output.Offset, batch * planStep.OutputLength);
            if (!TensorPrimitives.IsFiniteAll(output))
            {
                return planStep.Node.Name;
            }
        }

        return null;
    }

    /// <summary>
    /// The plan in words: the bytes of a workspace, and for each step the layers whose work it does, where it reads and writes in the arena, and what
    /// is saved or paid: values in place, copies, outputs that are computed again on the way back.
    /// </summary>
    public string Describe() => PlanDescription.Of(this);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward(PlanStep step, ref ForwardPass pass)
    {
        if (pass.Batch == 1 && step.Row is { } row)
        {
            row.Run(in pass.Memory);
            return;
        }

        pass.MoveTo(step);
        step.Operator.Forward(in pass);
    }

    // A method of its own, so that a way back without it makes no room for another pass.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Again(PlanStep step, in PassMemory memory, in RunState run)
    {
        var pass = new ForwardPass(in memory, in run);
        Forward(step, ref pass);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PassMemory MemoryOf(Workspace workspace, ReadOnlySpan<float> borrowed) => new(workspace.Arena, store.Values, borrowed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(Workspace workspace, int batch)
    {
        if (workspace.Plan != this || batch < 1 || batch > MaximumBatch)
        {
            Throw(workspace, batch);
        }
    }

    private void Throw(Workspace workspace, int batch)
    {
        if (workspace.Plan != this)
        {
            throw new ArgumentException("The workspace belongs to another plan.", nameof(workspace));
        }

        throw new ArgumentOutOfRangeException(nameof(batch), batch, $"The plan runs batches of 1 to {MaximumBatch}.");
    }
}
