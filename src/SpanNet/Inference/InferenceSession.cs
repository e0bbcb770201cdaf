using System.Runtime.CompilerServices;
using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Softmax;
using SpanNet.Kernels.Threading;
using SpanNet.Models;
using SpanNet.Planning;
using SpanNet.Telemetry;

namespace SpanNet.Inference;

/// <summary>
/// Runs a model on new data, from the caller's span into the caller's span, allocating nothing. One session serves one caller at a
/// time; any number of sessions share a model's parameters.
/// </summary>
/// <remarks>
/// Several inputs or outputs: a row holds all inputs, or outputs, side by side in the order of the network. Or each is written and read in
/// its own place, <see cref="Input"/> and <see cref="Output"/>, around <see cref="Run(int)"/>.
/// </remarks>
public sealed class InferenceSession : IDisposable
{
    private readonly Model model;
    private readonly Plan plan;
    private readonly Workspace workspace;
    private readonly ThreadTeam team;
    private readonly int classes;

    /// <summary>Compiles the model's network for batches of up to <paramref name="maximumBatch"/> rows.</summary>
    /// <param name="model">The model; must outlive the session.</param>
    /// <param name="maximumBatch">Most rows of one call.</param>
    /// <param name="team">The threads; null: the process's team. Small batches never leave the caller's thread.</param>
    /// <exception cref="ArgumentException">The model scales its inputs, but has several.</exception>
    public InferenceSession(Model model, int maximumBatch = 1, ThreadTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Graph.Inputs.Length > 1 && model.Scaling.Length > 0)
        {
            throw new ArgumentException("A model with several inputs takes them as they are: it cannot have a scaling.", nameof(model));
        }

        this.model = model;
        Shape output = model.Graph.Outputs[0].Shape;
        classes = output.Rank == 0 ? 1 : output[^1];
        this.team = team ?? ThreadTeam.Shared;
        plan = Plan.Compile(model.Parameters, PlanMode.Inference, maximumBatch);
        workspace = new Workspace(plan);

        // Compiles the kernels now rather than in the first call.
        plan.Forward(workspace, maximumBatch, this.team);
    }

    internal Plan Plan => plan;

    internal ThreadTeam Team => team;

    /// <summary>Floats of one input row.</summary>
    public int InputLength => plan.InputRows.Length;

    /// <summary>Whether inputs are copied, to be scaled for example; if not, the network reads them where the caller has them.</summary>
    internal bool CopiesInput
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !plan.BorrowsInput || model.Scaling.Kind != ScalingKind.None;
    }

    /// <summary>Floats of one output row.</summary>
    public int OutputLength => plan.OutputRows.Length;

    /// <summary>Where input number <paramref name="i"/> is written before <see cref="Run(int)"/>, row by row and raw; lost in the call.</summary>
    public Span<float> Input(int i = 0) => workspace.Input(i);

    /// <summary>Output number <paramref name="i"/> of the last call, row by row.</summary>
    public ReadOnlySpan<float> Output(int i = 0) => workspace.Output(i);

    /// <summary>Computes the outputs of the rows that stand in <see cref="Input"/>.</summary>
    /// <param name="rows">1 to the largest batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many rows, or none.</exception>
    public void Run(int rows)
    {
        if (rows < 1 || rows > plan.MaximumBatch)
        {
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"A call takes 1 to {plan.MaximumBatch} rows.");
        }

        var none = default(NoMarks);
        long started = PredictTelemetry.Start(rows);
        Compute(rows, default, ref none);
        PredictTelemetry.Stop(started, rows);
    }

    /// <summary>The network's outputs (logits, for a classifier trained with cross-entropy) for each row of <paramref name="inputs"/>.</summary>
    /// <param name="inputs">[rows, <see cref="InputLength"/>], raw: the model's own scaling is applied here.</param>
    /// <param name="outputs">[rows, <see cref="OutputLength"/>], overwritten.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or there are too many rows.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        var none = default(NoMarks);
        Run(inputs, outputs, ref none);
    }

    /// <summary>The same, with a mark after each part: inputs at hand, every layer, outputs handed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Run<TMarks>(ReadOnlySpan<float> inputs, Span<float> outputs, ref TMarks marks)
        where TMarks : struct, IMarks, allows ref struct
    {
        int rows = inputs.Length / InputLength;
        if (rows < 1 || rows > plan.MaximumBatch || inputs.Length != rows * InputLength || outputs.Length != rows * OutputLength)
        {
            Throw(inputs.Length, outputs.Length);
        }

        long started = PredictTelemetry.Start(rows);
        ReadOnlySpan<float> borrowed = inputs;
        if (CopiesInput)
        {
            borrowed = default;
            workspace.WriteInputs(inputs);
        }

        Compute(rows, borrowed, ref marks);
        workspace.ReadOutputs(outputs);
        marks.Mark();
        PredictTelemetry.Stop(started, rows);
    }

    /// <summary>
    /// As <see cref="Run(ReadOnlySpan{float}, Span{float})"/>, with the outputs turned into probabilities by softmax: all of a sample, of a
    /// sequence each position.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths do not fit together, or there are too many rows.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs.</exception>
    public void Classify(ReadOnlySpan<float> inputs, Span<float> probabilities)
    {
        if (plan.OutputRows.Parts > 1)
        {
            throw new InvalidOperationException("Classes are the output of a network with one output; this one has several.");
        }

        Run(inputs, probabilities);
        RowSoftmax.Forward(probabilities, probabilities, classes);
    }

    /// <inheritdoc/>
    public void Dispose() => workspace.Dispose();

    /// <summary>Scaling and all layers on inputs that stand in the workspace.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Compute<TMarks>(int rows, ReadOnlySpan<float> borrowed, ref TMarks marks)
        where TMarks : struct, IMarks, allows ref struct
    {
        if (borrowed.IsEmpty && plan.InputRows.Parts == 1)
        {
            model.Scaling.Apply(workspace.Input()[..(rows * InputLength)]);
        }

        marks.Mark();
        plan.Forward(workspace, rows, team, 0, 0, borrowed, ref marks);
    }

    private void Throw(int inputs, int outputs) =>
        throw new ArgumentException(
            $"A call takes 1 to {plan.MaximumBatch} rows of {InputLength} inputs and {OutputLength} outputs, "
                + $"got {inputs} and {outputs} floats."
        );
}
